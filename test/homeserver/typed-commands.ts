import assert from "node:assert/strict";
import { chartType } from "../../schemas/chart.ts";
import { resultType } from "../../schemas/result.ts";
import { valuesType } from "../../schemas/values.ts";
import type { RoomId, UserId } from "../../src/core/ids.ts";
import { until } from "../fakes/until.ts";

/** What a person needs of a client to talk to the agent. */
export interface Person {
  readonly userId: UserId;
  readonly token: string;
  masterKey(): Promise<string>;
  send(room: RoomId, type: string, content: object): Promise<string>;
  received(room: RoomId, type: string): readonly { readonly id: string; readonly content: Record<string, unknown> }[];
}

/** The ways in which a text reaches the agent. */
export const forms = ["!", "/", "mention", "reply", "thread"] as const;
export type Form = (typeof forms)[number];

export interface Row {
  /** As `!help` tells it. */
  readonly form: string;
  /** What is typed behind the `!`; undefined: played where codes and pairs are. */
  readonly words: string | undefined;
  readonly answer: RegExp;
  /** What the answer carries for programs. */
  readonly riding?: string;
}

const carried = { riding: resultType };
const isOn = /^Greenhouse \/ Pump is on/;

/** Every command of docs/commands.md, in an order in which each can be played several times. */
export const rows: readonly Row[] = [
  { form: "!status", words: "status", answer: /^Roomwire test, started /, riding: valuesType },
  { form: "!things", words: "things", answer: /greenhouse\/pump/ },
  { form: "!who", words: "who", answer: /@ana-/ },
  { form: "!log", words: "log", answer: /^Done lately, the newest last:\n/ },
  { form: "!log greenhouse", words: "log greenhouse", answer: /^Done lately.*\n.*\n {2}set safe/ },
  { form: "!log 24h", words: "log 24h", answer: /^Done lately, the newest last:\n/ },
  { form: "!help", words: "help", answer: /^What you can ask\n!status/ },
  { form: "!greenhouse", words: "greenhouse", answer: /^Greenhouse\nTemperature/, riding: valuesType },
  { form: "!temperature", words: "temperature", answer: /^Greenhouse \/ Temperature: [\d.]+ °C/, ...carried },
  {
    form: "!temperature 24h",
    words: "temperature 24h",
    answer: /^Greenhouse \/ Temperature\n.* °C to /,
    riding: chartType,
  },
  {
    form: "!temperature humidity 7d",
    words: "temperature humidity 7d",
    answer: /\nGreenhouse \/ Humidity\n.* % to /,
    riding: chartType,
  },
  { form: "!greenhouse 24h", words: "greenhouse 24h", answer: /^Greenhouse \/ Temperature\n/, riding: chartType },
  { form: "!pump on", words: "pump on", answer: isOn, ...carried },
  { form: "!setpoint 21.5", words: "setpoint 21.5", answer: /^Greenhouse \/ Setpoint was set to 21\.5/, ...carried },
  { form: "!pump on for 10m", words: "pump on for 10m", answer: isOn, ...carried },
  { form: "!water", words: "water", answer: /^Greenhouse \/ Water: done/, ...carried },
  // It is answered when the time is over.
  { form: "!water 30s", words: "water 1s", answer: /^Greenhouse \/ Water: done/, ...carried },
  { form: "!ack", words: "ack", answer: /^There is no alert/, ...carried },
  { form: "!mute 2h", words: "mute 2h", answer: /^Everything does not ring until/, ...carried },
  { form: "!mute greenhouse 2h", words: "mute greenhouse 2h", answer: /^Greenhouse does not ring until/, ...carried },
  { form: "!mute off", words: "mute off", answer: /^Everything rings again/, ...carried },
  { form: "!stop", words: "stop", answer: /^Everything is set safe/, ...carried },
  { form: "!stop release", words: "stop release", answer: /^Released/, ...carried },
  { form: "4821", words: undefined, answer: /./ },
  { form: "!greenhouse pump on", words: "greenhouse pump on", answer: isOn, ...carried },
  { form: "!greenhouse/pump on", words: "greenhouse/pump on", answer: isOn, ...carried },
  { form: "!pair CODE", words: undefined, answer: /./ },
];

export interface Played {
  readonly room: RoomId;
  readonly agent: UserId;
  readonly form: Form;
  readonly words: string;
  /** The event that begins the thread. */
  readonly root: string;
}

export interface PlayedAnswer {
  readonly body: string;
  readonly content: Readonly<Record<string, unknown>>;
}

/** Types it in that form, types the code where one is asked for, and returns what was answered in the end. */
export async function play(person: Person, played: Played): Promise<PlayedAnswer> {
  const asked = await say(person, played);
  const code = /^Send (\d{4}) within/.exec(asked.body)?.[1];
  return code === undefined ? asked : await say(person, { ...played, words: code });
}

async function say(person: Person, played: Played): Promise<PlayedAnswer> {
  const { room, form, words } = played;
  const id = await person.send(room, "m.room.message", contentOf(played));
  const answer = () =>
    person.received(room, "m.room.message").find(({ content }) => relationOf(content).reply?.event_id === id)?.content;
  await until(`"${words}" (${form}) of ${person.userId} is answered`, () => answer() !== undefined);
  const content = answer() ?? assert.fail();
  const { rel_type: kind, event_id: root } = relationOf(content);
  assert.deepEqual([kind, root], form === "thread" ? ["m.thread", played.root] : [undefined, undefined]);
  assert.deepEqual([content.msgtype, content["m.mentions"]], ["m.notice", {}]);
  return { body: String(content.body), content };
}

function contentOf({ agent, form, words, root }: Played): object {
  const msgtype = "m.text";
  switch (form) {
    case "!":
    case "/":
      return { msgtype, body: `${form}${words}` };
    case "mention":
      return {
        msgtype,
        body: `${agent}: ${words}`,
        format: "org.matrix.custom.html",
        formatted_body: `<a href="https://matrix.to/#/${agent}">agent</a>: ${words}`,
        "m.mentions": { user_ids: [agent] },
      };
    case "reply":
      return {
        msgtype,
        body: `> <${agent}> It was said before.\n\n!${words}`,
        "m.relates_to": { "m.in_reply_to": { event_id: root } },
      };
    case "thread": {
      const fallback = { is_falling_back: true, "m.in_reply_to": { event_id: root } };
      return { msgtype, body: `!${words}`, "m.relates_to": { rel_type: "m.thread", event_id: root, ...fallback } };
    }
  }
}

interface Relation {
  readonly rel_type?: string;
  readonly event_id?: string;
  readonly reply?: { readonly event_id?: string };
}

function relationOf(content: Readonly<Record<string, unknown>>): Relation {
  const { "m.in_reply_to": reply, ...relation } = (content["m.relates_to"] ?? {}) as Record<string, unknown>;
  return { ...relation, ...(reply !== undefined && { reply: reply as { event_id?: string } }) };
}
