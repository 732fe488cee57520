import { asRoomId, asUserId, type RoomId, type UserId } from "../core/ids.ts";
import type { NewInboxEvent } from "../core/store-ports.ts";
import { type Invitation, readInvitation } from "./invitation.ts";
import { type RoomSection, type SyncBody, stateAfter, type WireEvent } from "./sync-body.ts";
import { type KnownMembers, withoutOldMembership } from "./without-old-membership.ts";

export interface CutRules extends Pick<KnownMembers, "self" | "isJoined"> {
  readonly isKnown: (room: RoomId) => boolean;
  /** Whether an invitation by that user is looked at; all others never reach the library. */
  readonly isWelcome: (inviter: string) => boolean;
  readonly isAside?: (room: RoomId) => boolean;
  /** Asked first, before an event is even looked into: false drops it. */
  readonly mayCommand: (sender: UserId) => boolean;
  /** The budget: false drops the event. */
  readonly admit: (event: NewInboxEvent) => boolean;
  /** UTC ms. */
  readonly now: number;
  /** Without a token before it: the timeline is history from before this device, and nothing of it is kept. */
  readonly initial: boolean;
}

export interface CutSync {
  /** For the library: state only, so that its timelines stay empty and it decrypts nothing unasked. */
  readonly body: SyncBody;
  readonly events: readonly NewInboxEvent[];
  /** Timeline events that were not kept. */
  readonly skipped: number;
  readonly invites: readonly Invitation[];
  /** Timeline events of rooms that are only stood by, for whoever stands there; never kept. */
  readonly asides: readonly NewInboxEvent[];
  /** Encrypted state (MSC4362), never given to the library, which would try to decrypt each at once. */
  readonly sealedState: readonly (NewInboxEvent & { readonly stateKey: string })[];
}

/** Bytes of one event's JSON (Matrix spec, size limits). */
export const largestEvent = 65_536;

/** Splits a /sync answer into what the library needs for state and keys, and the events that the agent judges itself. */
export function cutSync(body: SyncBody, rules: CutRules): CutSync {
  const events: NewInboxEvent[] = [];
  const asides: NewInboxEvent[] = [];
  const sealedState: (NewInboxEvent & { stateKey: string })[] = [];
  const rest = { skipped: 0 };

  const cutRoom = (id: string, section: RoomSection): RoomSection => {
    const room = asRoomId(id);
    const timeline = section.timeline?.events ?? [];
    for (const wire of timeline.filter((event) => event.state_key === undefined)) {
      const isAside = rules.isAside?.(room) === true;
      const isOurs = isAside || (rules.isKnown(room) && mayMatter(wire, rules));
      const event = rules.initial || !isOurs ? undefined : toInboxEvent(wire, room, rules.now);
      if (event !== undefined && isAside) asides.push(event);
      else if (event !== undefined && rules.admit(event)) events.push(event);
      else rest.skipped++;
    }
    const { state, sealed } = cutState(section, timeline);
    for (const wire of sealed) {
      const event = toInboxEvent(wire, room, rules.now);
      if (event !== undefined) sealedState.push({ ...event, stateKey: String(wire.state_key) });
    }
    return state;
  };

  const { join = {}, leave = {}, invite = {} } = body.rooms ?? {};
  const invites = Object.entries(invite).flatMap(
    ([id, { invite_state }]) => readInvitation(asRoomId(id), invite_state?.events ?? [], rules.self) ?? [],
  );
  const welcome = new Set<string>(invites.filter(({ inviter }) => rules.isWelcome(inviter)).map(({ room }) => room));
  const rooms = {
    join: Object.fromEntries(
      Object.entries(join).map(([id, section]) => [
        id,
        cutRoom(id, withoutOldMembership(section, { ...rules, room: asRoomId(id) })),
      ]),
    ),
    leave: Object.fromEntries(Object.entries(leave).map(([id, section]) => [id, cutRoom(id, section)])),
    invite: Object.fromEntries(Object.entries(invite).filter(([id]) => welcome.has(id))),
  };
  return { body: { ...body, rooms }, events, skipped: rest.skipped, invites, asides, sealedState };
}

/** Known rooms whose timeline has a hole before its first event (`limited`), and where to fill it from. */
export function gapsOf(
  body: SyncBody,
  { self, isKnown }: Pick<CutRules, "self" | "isKnown">,
): readonly { readonly room: RoomId; readonly from: string | undefined }[] {
  return Object.entries(body.rooms?.join ?? {}).flatMap(([id, { timeline }]) => {
    const room = asRoomId(id);
    const isCut = timeline?.limited === true && isKnown(room);
    if (!isCut || timeline?.events?.some((event) => isOwnJoin(event, self)) === true) return [];
    const from = timeline?.prev_batch;
    return [{ room, from: typeof from === "string" ? from : undefined }];
  });
}

/** Without MSC4222 the timeline's state events are what changes the state; with it they are repeated in `state_after`. */
function cutState(
  section: RoomSection,
  timeline: readonly WireEvent[],
): { readonly state: RoomSection; readonly sealed: readonly WireEvent[] } {
  const after = section[stateAfter];
  const all = after?.events ?? [
    ...(section.state?.events ?? []),
    ...timeline.filter(({ state_key }) => state_key !== undefined),
  ];
  const open = all.filter((event) => !isSealedState(event));
  const empty = { events: [], limited: false, ...pick("prev_batch", section.timeline?.prev_batch) };
  const state = after === undefined ? { state: { events: open } } : { [stateAfter]: { events: open } };
  return {
    state: { ...state, timeline: empty, ...pick("summary", section.summary) },
    sealed: all.filter(isSealedState),
  };
}

function isSealedState({ type, state_key }: WireEvent): boolean {
  return type === "m.room.encrypted" && typeof state_key === "string";
}

function mayMatter({ sender }: WireEvent, { self, mayCommand }: Pick<CutRules, "self" | "mayCommand">): boolean {
  return typeof sender === "string" && sender !== self && mayCommand(asUserId(sender));
}

/** An event of a known room as the inbox keeps it; undefined where it is of no use. `now` in UTC ms. */
export function usefulEvent(
  wire: WireEvent,
  room: RoomId,
  rules: Pick<CutRules, "self" | "mayCommand" | "now">,
): NewInboxEvent | undefined {
  return wire.state_key === undefined && mayMatter(wire, rules) ? toInboxEvent(wire, room, rules.now) : undefined;
}

function toInboxEvent(wire: WireEvent, room: RoomId, now: number): NewInboxEvent | undefined {
  const { type, sender, event_id: eventId, content } = wire;
  if (typeof type !== "string" || typeof sender !== "string" || typeof eventId !== "string") return undefined;
  if (typeof content !== "object" || content === null) return undefined;
  const raw = JSON.stringify(wire);
  if (Buffer.byteLength(raw) > largestEvent) return undefined;
  return { room, eventId, sender: sender as UserId, type, raw, receivedAt: now };
}

/** We were in the room only from here on: what lies before it was never ours to read. A new name of ours is no join. */
export function isOwnJoin({ type, state_key, content, unsigned }: WireEvent, self: UserId): boolean {
  const isMember = type === "m.room.member" && state_key === self && content?.membership === "join";
  return isMember && unsigned?.prev_content?.membership !== "join";
}

function pick<Key extends string>(key: Key, value: unknown): { readonly [key in Key]?: never } | object {
  return value === undefined ? {} : { [key]: value };
}
