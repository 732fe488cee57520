/** An event as it comes over the wire, or as it was before it was encrypted. */
export interface BareEvent {
  readonly type: string;
  readonly sender: string;
  readonly event_id: string;
  readonly content: Record<string, unknown>;
  readonly state_key?: string;
}

interface RoomPart {
  readonly state?: { readonly events?: readonly BareEvent[] };
  readonly timeline?: { readonly events?: readonly BareEvent[] };
}

interface SyncBody {
  readonly rooms?: { readonly invite?: object; readonly join?: Readonly<Record<string, RoomPart>> };
  readonly to_device?: { readonly events?: readonly object[] };
  readonly device_lists?: { readonly changed?: readonly string[]; readonly left?: readonly string[] };
  readonly device_one_time_keys_count?: Readonly<Record<string, number>>;
  readonly device_unused_fallback_key_types?: readonly string[];
}

/** What a client without a library remembers of its rooms: who is in, and the events that it could read. */
export class BareRooms {
  readonly #own: string;
  readonly #invited = new Set<string>();
  readonly #members = new Map<string, Set<string>>();
  readonly #events = new Map<string, BareEvent[]>();
  #closed: (readonly [room: string, event: BareEvent])[] = [];
  #failure: unknown;

  constructor(own: string) {
    this.#own = own;
  }

  /** The answer to a /sync; returns what the crypto machine wants to know of it. */
  take(answer: Record<string, unknown>) {
    const body = answer as SyncBody;
    for (const room of Object.keys(body.rooms?.invite ?? {})) this.#invited.add(room);
    for (const [room, { state, timeline }] of Object.entries(body.rooms?.join ?? {})) {
      for (const event of [...(state?.events ?? []), ...(timeline?.events ?? [])]) this.#note(room, event);
      for (const event of timeline?.events ?? []) if (event.state_key === undefined) this.#closed.push([room, event]);
    }
    return {
      toDevice: body.to_device?.events ?? [],
      changed: body.device_lists?.changed ?? [],
      left: body.device_lists?.left ?? [],
      counts: new Map(Object.entries(body.device_one_time_keys_count ?? {})),
      unused: new Set(body.device_unused_fallback_key_types ?? []),
    };
  }

  /** Opens what is not open yet, in order; undefined: not now. */
  async open(one: (room: string, event: BareEvent) => Promise<BareEvent | undefined>): Promise<void> {
    const closed = this.#closed;
    this.#closed = [];
    for (const [room, event] of closed) {
      const opened = await one(room, event);
      if (opened === undefined) this.#closed.push([room, event]);
      else this.#events.set(room, [...(this.#events.get(room) ?? []), opened]);
    }
  }

  /** From now on every question throws that. */
  fail(error: unknown): void {
    this.#failure = error;
  }

  isInvited(room: string): boolean {
    if (this.#failure !== undefined) throw this.#failure;
    return this.#invited.has(room);
  }

  members(room: string): readonly string[] {
    return [...(this.#members.get(room) ?? [])];
  }

  read(room: string): readonly BareEvent[] {
    if (this.#failure !== undefined) throw this.#failure;
    return this.#events.get(room) ?? [];
  }

  #note(room: string, { type, state_key: user, content }: BareEvent): void {
    if (type !== "m.room.member" || user === undefined) return;
    const members = this.#members.get(room) ?? new Set();
    this.#members.set(room, members);
    const isIn = content.membership === "join" || (content.membership === "invite" && user !== this.#own);
    if (isIn) members.add(user);
    else members.delete(user);
  }
}
