import type { RoomId, UserId } from "../../core/ids.ts";
import type { Rooms } from "../../matrix/rooms.ts";
import type { AgentBook } from "./agent-book.ts";
import type { KnownAgent } from "./operator-side.ts";
import type { ReadState } from "./read-state.ts";

export interface FindAgentsParts {
  readonly settings: { readonly agents: readonly UserId[] };
  readonly link: { readonly rooms: Pick<Rooms, "joined" | "isJoined" | "members"> };
  readonly book: AgentBook;
  readonly state: Pick<ReadState, "isAgentIn">;
  readonly isWelcome: (user: UserId) => boolean;
}

/** Who is an agent: named by the user, met before, or saying so in a joined room; with the rooms shared with it. */
export function findAgents({ settings, link, book, state, isWelcome }: FindAgentsParts): readonly KnownAgent[] {
  const joined = link.rooms.joined();
  const saying = joined.flatMap((room) => link.rooms.members(room).filter((user) => state.isAgentIn(room, user)));
  const all = new Set([...settings.agents, ...book.agents(), ...saying]);
  return [...all].filter(isWelcome).map((agent) => {
    const shared = joined.filter((room) => link.rooms.isJoined(room, agent));
    const saysSo = (room: RoomId): number => (state.isAgentIn(room, agent) ? 0 : 1);
    const rooms = shared.toSorted((a, b) => saysSo(a) - saysSo(b));
    return { agent, rooms, things: book.things(agent), described: book.described(agent) };
  });
}
