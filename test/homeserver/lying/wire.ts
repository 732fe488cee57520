/** What the lies touch of the client-server API (Matrix spec, GET /_matrix/client/v3/sync). */

export type Content = Readonly<Record<string, unknown>>;

export interface WireEvent {
  readonly type: string;
  readonly sender: string;
  readonly event_id: string;
  readonly origin_server_ts: number;
  readonly content: Content;
  readonly state_key?: string;
  readonly [other: string]: unknown;
}

export interface ToDevice {
  readonly type: string;
  readonly sender: string;
  readonly content: Content;
}

export interface Timeline {
  readonly events: readonly WireEvent[];
  readonly limited?: boolean;
  readonly prev_batch?: string;
}

interface Events {
  readonly events: readonly WireEvent[];
}

/** MSC4222: the state after the timeline, which then changes nothing by itself. */
export const stateAfter = "org.matrix.msc4222.state_after";

export interface RoomPart {
  readonly timeline?: Timeline;
  readonly state?: Events;
  readonly [stateAfter]?: Events;
  readonly [other: string]: unknown;
}

export interface SyncBody {
  readonly next_batch: string;
  readonly rooms?: {
    readonly join?: Readonly<Record<string, RoomPart>>;
    readonly [other: string]: unknown;
  };
  readonly to_device?: { readonly events: readonly ToDevice[] };
  readonly device_lists?: { readonly changed?: readonly string[]; readonly left?: readonly string[] };
  readonly [other: string]: unknown;
}
