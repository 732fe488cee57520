import type { Operator } from "../../config/configuration.ts";
import type { UserId } from "../../core/ids.ts";
import type { Texts } from "../../texts/english.ts";
import type { Answer } from "../answer-event.ts";
import { sentence } from "../sentence.ts";
import { stack, table } from "../table.ts";

/** A listed person as the agent knows them now. */
export interface PersonNow {
  readonly user: UserId;
  /** undefined: a reader. */
  readonly rights: Pick<Operator, "may" | "things" | "until"> | undefined;
  readonly standing: keyof Texts["who"]["standing"];
}

/** People of one answer, and Things named of one. */
const mostPeople = 30;
const mostThings = 5;

/** `!who`: who may do what, and how their key came to be known. */
export function who(people: readonly PersonNow[], now: number, texts: Texts): Answer {
  const { who: said } = texts;
  const rows = people.slice(0, mostPeople).map((person) => [person.user, aboutPerson(person, now, texts)] as const);
  const left = people.length - rows.length;
  return stack([sentence(said.title), table(rows), ...(left > 0 ? [sentence(said.more(left))] : [])]);
}

function aboutPerson({ rights, standing }: PersonNow, now: number, { who: said }: Texts): string {
  if (rights === undefined) return [said.reader, said.standing[standing]].join("; ");
  const { may, things, until } = rights;
  const named = things?.slice(0, mostThings).join(", ");
  const more = things !== undefined && things.length > mostThings ? ", …" : "";
  const isOver = until !== undefined && now >= until;
  return [
    may.map((right) => said.rights[right]).join(", "),
    ...(named === undefined ? [] : [said.onlyThings(`${named}${more}`)]),
    ...(isOver ? [said.over] : []),
    said.standing[standing],
  ].join("; ");
}
