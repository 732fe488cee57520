import assert from "node:assert/strict";
import { hash } from "node:crypto";
import { test } from "node:test";
import { type BotCommandName, botCommands } from "../../src/core/bot-commands.ts";
import { asRoomId, asUserId } from "../../src/core/ids.ts";
import type { SealedEvent } from "../../src/core/room-ports.ts";
import { PutClear } from "../../src/matrix/put-clear.ts";
import { english } from "../../src/texts/english.ts";
import { german } from "../../src/texts/german.ts";
import { describeCommands } from "../../src/wiring/command-descriptions.ts";
import { configurationOf } from "../fakes/configuration-of.ts";
import { HandClock } from "../fakes/hand-clock.ts";
import { temporaryDirectory } from "../fakes/temporary-directory.ts";

const room = asRoomId("!room");
const agent = asUserId("@agent:hs");

/** What is put into the state of a room that holds `state`. */
function described(state: ReadonlyMap<string, object>, isOn = true): readonly SealedEvent[] {
  using directory = temporaryDirectory();
  const matrix = { homeserver: "https://hs", user: agent };
  const configuration = configurationOf(directory.path, { matrix, ...(isOn && { bot_commands: true }) });
  const clear = new PutClear({ put: () => assert.fail() }, agent, english.notices);
  const rooms = { state: (_room: unknown, _type: string, key: string) => state.get(key) as Record<string, unknown> };
  const [source] = describeCommands({
    configuration,
    clock: new HandClock(),
    rooms: { room, dataRoom: undefined },
    link: { clear, rooms },
  });
  const events: SealedEvent[] = [];
  for (;;) {
    const candidate = source?.next(new Set());
    if (typeof candidate !== "object" || candidate.sealed === undefined) return events;
    events.push(candidate.sealed);
    candidate.sent("$1");
  }
}

test("each command stands under the sum of its name and the agent's, with its parameters", () => {
  const events = described(new Map());
  assert.equal(events.length, Object.keys(botCommands).length);
  const mute = events.find(({ stateKey }) => stateKey === hash("sha256", "mute@agent:hs", "base64"));
  assert.equal(mute?.type, "org.matrix.msc4391.command_description");
  const schema = { schema_type: "primitive", type: "string" };
  const text = (body: string) => ({ "m.text": [{ body }] });
  const { does, parameters } = english.notices.commands.mute;
  assert.deepEqual(JSON.parse(mute?.wire ?? ""), {
    command: "mute",
    parameters: [
      { key: "thing", schema, description: text(parameters.thing), optional: true },
      { key: "time", schema, description: text(parameters.time) },
    ],
    description: text(does),
  });
});

test("what stands there already is not sent again, and without the key nothing is described", () => {
  const events = described(new Map());
  const state = new Map(events.map(({ stateKey, wire }) => [stateKey ?? "", JSON.parse(wire) as object]));
  assert.deepEqual(described(state), []);
  const [first] = state.keys();
  state.set(first ?? "", {});
  assert.equal(described(state).length, 1);
  assert.deepEqual(described(new Map(), false), []);
});

test("once the key is taken back each of its own descriptions is emptied, in one word, and no other agent's", () => {
  const own = described(new Map());
  const state = new Map(own.map(({ stateKey, wire }) => [stateKey ?? "", JSON.parse(wire) as object]));
  const another = hash("sha256", "mute@another:hs", "base64");
  const withdrawn = described(new Map([...state, [another, { command: "mute" }]]), false);
  assert.deepEqual(
    withdrawn.map(({ type, stateKey, wire }) => ({ type, stateKey, wire })),
    own.map(({ type, stateKey }) => ({ type, stateKey, wire: "{}" })),
  );
  const emptied = new Map(own.map(({ stateKey }) => [stateKey ?? "", {}]));
  assert.deepEqual(described(emptied, false), []);
  assert.equal(described(emptied).length, own.length);
});

test("every parameter has words in both languages", () => {
  for (const { notices } of [english, german]) {
    for (const [name, { parameters }] of Object.entries(botCommands)) {
      const words = notices.commands[name as BotCommandName].parameters;
      assert.deepEqual(
        Object.keys(words),
        parameters.map(({ key }) => key),
      );
    }
  }
});
