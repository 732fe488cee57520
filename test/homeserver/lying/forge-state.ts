import { inTurn, type Lie } from "../pass-through.ts";
import { editRoom, editState } from "./edit-sync.ts";
import { editJson } from "./json-answer.ts";
import { type Content, type RoomPart, stateAfter, type WireEvent } from "./wire.ts";

/** These state events stand in for the real ones wherever the homeserver is asked: /sync, /state, /members. */
export function forgeState(room: string, forged: readonly WireEvent[]): Lie {
  const isReplaced = (event: WireEvent): boolean => forged.some((other) => isSame(event, other));
  const put = (events: readonly WireEvent[]) => events.map((event) => forged.find((f) => isSame(event, f)) ?? event);
  const missing = (events: readonly WireEvent[]) => forged.filter((f) => !events.some((event) => isSame(event, f)));
  return together([
    editRoom(room, (part, asked) => {
      const isWhole = asked.query.get("since") === null || asked.query.get("full_state") === "true";
      const edited = editState(part, put);
      return isWhole ? addState(edited, missing) : edited;
    }),
    editJson<readonly WireEvent[]>(isPath(room, "state"), (events) => [...put(events), ...missing(events)]),
    editJson<{ chunk: readonly WireEvent[] }>(isPath(room, "members"), ({ chunk }) => ({
      chunk: [...put(chunk), ...missing(chunk).filter(({ type }) => type === "m.room.member")],
    })),
    ...forged.map(({ type, state_key, content }) =>
      editJson<Content>(isPath(room, "state", type, state_key ?? ""), () => content),
    ),
  ]);

  function addState(part: RoomPart, more: (events: readonly WireEvent[]) => readonly WireEvent[]): RoomPart {
    const place = part[stateAfter] === undefined ? "state" : stateAfter;
    const events = part[place]?.events ?? [];
    const seen = [...events, ...(part.timeline?.events ?? []).filter(isReplaced)];
    return { ...part, [place]: { events: [...events, ...more(seen)] } };
  }
}

/** State events that fit are told nowhere in /sync, and asked for alone they are not there. */
export function hideState(room: string, fits: (event: WireEvent) => boolean): Lie {
  return editRoom(room, (part) => editState(part, (events) => events.filter((event) => !fits(event))));
}

/** A room that says it is not encrypted. */
export function denyEncryption(room: string): Lie {
  const isGone = isPath(room, "state", "m.room.encryption");
  return together([
    hideState(room, ({ type }) => type === "m.room.encryption"),
    async (asked, pass) => (isGone(asked) ? pass({ ...asked, path: `${asked.path}/none` }) : pass(asked)),
  ]);
}

/** A part of /sync with which the homeserver tells of state now, as a change of this moment. */
export function stateNow(events: readonly WireEvent[]): RoomPart {
  return { timeline: { events, limited: false }, state: { events: [] }, [stateAfter]: { events } };
}

function together(lies: readonly Lie[]): Lie {
  return (asked, pass) => inTurn(lies, pass)(asked);
}

function isSame(one: WireEvent, other: WireEvent): boolean {
  return one.type === other.type && one.state_key === other.state_key;
}

function isPath(room: string, ...rest: readonly string[]) {
  const end = `/rooms/${[room, ...rest].map(encodeURIComponent).join("/")}`;
  return ({ path }: { readonly path: string }): boolean => {
    const plain = path.endsWith("/") ? path.slice(0, -1) : path;
    return decodeURIComponent(plain).endsWith(decodeURIComponent(end).replace(/\/$/, ""));
  };
}
