import { plainObject } from "../../core/plain-object.ts";
import { timeText } from "../../core/time-text.ts";
import type { PeopleJson, PersonJson, SeenKeyJson } from "../../wiring/people/person-json.ts";
import type { OperatorsAsk } from "./read-operator-words.ts";

type Data = Readonly<Record<string, unknown>>;

/** The answer of the agent, or of the store, for people. */
export function operatorLines(ask: OperatorsAsk, end: object): readonly string[] {
  const data = plainObject(end);
  switch (ask) {
    case "list":
      return listLines(end as PeopleJson);
    case "show":
      return showLines(end as PersonJson & { readonly seen: readonly SeenKeyJson[] });
    case "pair":
      return [
        `The code is ${grouped(String(data.code))}, for ${Number(data.valid_ms) / 60_000} minutes and once.`,
        "A listed operator types it in the room, from the client that is to be obeyed:",
        `  !pair ${String(data.code)}`,
      ];
    case "remove":
      return removeLines(data);
    case "pin":
      return data.restart === true
        ? [`${data.user} is the agent's own identity from now on. Restart it.`]
        : [`${data.user} is pinned by ${String(data.way)}: ${String(data.pinned)}`];
    case "verify":
      return endLines(data);
  }
}

function removeLines({ user, removed, trust }: Data): readonly string[] {
  if (trust !== "first-use") {
    return [removed === true ? `${user} is no longer pinned, and not obeyed.` : `${user} was not pinned.`];
  }
  return [
    `${user} ${removed === true ? "is no longer" : "was not"} pinned. Their next message pins the key that is served then:`,
    "the configuration says trust: first-use. To be rid of them, take that out, or them, then `roomwire reload`.",
  ];
}

/** A line that comes while a verification is under way. */
export function verifyLine(line: object): readonly string[] {
  const { kind, user, emojis } = plainObject(line);
  switch (kind) {
    case "waiting":
      return ["Waiting for somebody to begin a verification in their client. Ctrl-C ends it."];
    case "begun":
      return [`Verifying ${String(user)} …`];
    case "emojis":
      return [
        `${String(user)} must see the same seven pictures, in this order:`,
        ...(Array.isArray(emojis) ? emojis.map(plainObject) : []).map(({ symbol, name }) => `  ${symbol}  ${name}`),
      ];
    default:
      return [];
  }
}

function endLines({ kind, user, master_key: key, reason, pinned }: Data): readonly string[] {
  if (kind === "ended") return [`${String(user)} was not verified. ${String(reason)}`];
  const lines = [`${String(user)} is verified: ${String(key)}`];
  return pinned === true
    ? lines
    : [...lines, "The configuration says another master_key, which counts: change it there."];
}

const standings: Readonly<Record<PersonJson["standing"], string>> = {
  verified: "verified",
  "first-use": "NOT VERIFIED, first use",
  "not-pinned": "NOT PINNED, not obeyed",
  "identity-changed": "ANOTHER IDENTITY than the pinned one, not obeyed",
};

function listLines({ agent, people }: PeopleJson): readonly string[] {
  const own = [`${agent.user} (this agent)`, `  master key  ${agent.master_key ?? "none yet"}`];
  const replaced = agent.replaced_by === null ? [] : [`  REPLACED at the homeserver by ${agent.replaced_by}`];
  return [...own, ...replaced, ...people.flatMap(personLines)];
}

function personLines(person: PersonJson): readonly string[] {
  const { user, role, may, things, until, pinned, served } = person;
  const rights =
    role === "reader" ? "reader" : `may ${may.join(", ")}${things === null ? "" : ` on ${things.join(", ")}`}`;
  const end = until === null ? "" : ` until ${new Date(until).toISOString()}`;
  return [
    `${user}: ${rights}${end}`,
    `  ${standingText(person)}`,
    ...(pinned === null ? [] : [`  pinned  ${pinned}`]),
    ...(served === pinned ? [] : [`  served  ${served ?? "none seen yet"}`]),
  ];
}

/** A reader is never obeyed, pinned or not. */
function standingText({ role, standing, way, pinned_at: at }: PersonJson): string {
  const text = role === "reader" ? standings[standing].replace(", not obeyed", "") : standings[standing];
  const since = at === null ? "" : `, ${timeText(at)}`;
  return way === null ? text : `${text} (by ${way}${since})`;
}

function showLines(person: PersonJson & { readonly seen: readonly SeenKeyJson[] }): readonly string[] {
  const seen = person.seen.map(({ master_key, seen_at }) => `    ${new Date(seen_at).toISOString()}  ${master_key}`);
  return [...personLines(person), ...(seen.length === 0 ? [] : ["  keys served so far:", ...seen])];
}

function grouped(code: string): string {
  return `${code.slice(0, 4)} ${code.slice(4)}`;
}
