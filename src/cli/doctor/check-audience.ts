import { plainObject } from "../../core/plain-object.ts";
import type { PersonJson } from "../../wiring/people/person-json.ts";
import { type Finding, findingsOf } from "./finding.ts";

const { warn, fail } = findingsOf("rooms");
/** People named in one line. */
const mostNamed = 5;

/** Who is in a room of the agent and should not be, by the room's state as the homeserver tells it. */
export function checkAudience(
  name: string,
  state: unknown,
  self: string,
  people: readonly PersonJson[],
  audience: "room" | "pinned",
): readonly Finding[] {
  const events: readonly unknown[] = Array.isArray(state) ? state : [];
  const members = events.map(plainObject).filter(({ type, content }) => {
    const { membership } = plainObject(content);
    return type === "m.room.member" && membership === "join";
  });
  const present = members.map(({ state_key }) => String(state_key)).filter((user) => user !== self);
  if (audience === "pinned") {
    const hearing = people.filter(({ standing }) => standing === "verified" || standing === "first-use");
    const unheard = present.filter((user) => hearing.every((person) => person.user !== user));
    if (unheard.length === 0) return [];
    return [
      fail(`nothing is sent to ${name} because of ${list(unheard)}`, "list them and pin their key, or remove them"),
    ];
  }
  const unlisted = present.filter((user) => people.every((person) => person.user !== user));
  if (unlisted.length === 0) return [];
  return [warn(`${list(unlisted)} can read ${name} without being listed`, "list them as readers, or remove them")];
}

function list(users: readonly string[]): string {
  return (users.length > mostNamed ? [...users.slice(0, mostNamed), "…"] : users).join(", ");
}
