/** An event as it came: nothing of it is believed yet. */
export interface WireEvent {
  readonly type?: unknown;
  readonly sender?: unknown;
  readonly event_id?: unknown;
  readonly state_key?: unknown;
  readonly content?: { readonly membership?: unknown } | null;
  readonly unsigned?: { readonly prev_content?: { readonly membership?: unknown } | null } | null;
}

interface Events {
  readonly events?: readonly WireEvent[];
}

/** MSC4222. */
export const stateAfter = "org.matrix.msc4222.state_after";

export interface RoomSection {
  readonly state?: Events;
  readonly [stateAfter]?: Events;
  readonly timeline?: Events & { readonly limited?: boolean; readonly prev_batch?: unknown };
  readonly summary?: unknown;
}

/** The parts of a /sync answer that are touched here (Matrix spec, GET /_matrix/client/v3/sync). */
export interface SyncBody {
  readonly next_batch: string;
  readonly rooms?: {
    readonly join?: Readonly<Record<string, RoomSection>>;
    readonly leave?: Readonly<Record<string, RoomSection>>;
    readonly invite?: Readonly<Record<string, { readonly invite_state?: Events }>>;
  };
}
