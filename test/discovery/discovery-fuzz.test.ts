import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { thingYaml } from "../../src/cli/discover/thing-yaml.ts";
import { Findings } from "../../src/config/problem.ts";
import { readYaml } from "../../src/config/read-yaml.ts";
import { discoverThings } from "../../src/discovery/discover-things.ts";
import { checkDraft } from "../../src/wiring/adoption/check-draft.ts";
import { fuzzRuns, leastCpuMs, longestHoldMs } from "../fakes/fuzz-runs.ts";
import { heldBytes } from "../fakes/held-bytes.ts";
import { heardTree, treeNames } from "./heard-tree.ts";

/** Most bytes that a fuzz run may leave behind. */
const mostLeft = 4_000_000;

const trees = treeNames.map(heardTree);
/** Words that mean something to one of the conventions, as keys and as values. */
const words = [
  ...new Set(trees.flatMap((tree) => [...tree].flatMap((entry) => entry.join(" ").match(/[\w~%/+-]{1,40}/g) ?? []))),
];
const odd = [
  "__proto__",
  "constructor",
  "toString",
  "",
  "\u0000",
  "\ud800",
  "a/+/b",
  "#",
  "{{ value_json",
  "{value}",
  "null",
  "\u2028",
  "%prefix%",
  "status",
];
const text = fc.oneof(fc.constantFrom(...words), fc.constantFrom(...odd), fc.string({ unit: "binary", maxLength: 40 }));
const json = fc.jsonValue({ maxDepth: 5, stringUnit: "binary" });
const { any } = fc.letrec<{ any: unknown }>((tie) => ({
  any: fc.oneof(
    { maxDepth: 5 },
    text,
    fc.constantFrom(0, 1, -1, 1e300, 0.1, 2 ** 53, true, false, null),
    fc.array(tie("any"), { maxLength: 6 }),
    fc.array(fc.tuple(text, tie("any")), { maxLength: 8 }).map((entries) => Object.fromEntries(entries)),
  ),
}));

/** A tree of one convention, with values in it replaced, left out and added, and topics of others among its own. */
const damaged = fc
  .record({
    tree: fc.constantFrom(...trees),
    at: fc.array(fc.nat({ max: 10_000 }), { minLength: 1, maxLength: 8 }),
    put: fc.array(fc.oneof(any, json), { minLength: 1, maxLength: 8 }),
    more: fc.array(
      fc.tuple(
        fc.array(text, { minLength: 1, maxLength: 5 }).map((parts) => parts.join("/")),
        text,
      ),
      { maxLength: 5 },
    ),
  })
  .map(({ tree, at, put, more }) => {
    const messages = new Map([...tree, ...more]);
    const topics = [...messages.keys()];
    for (const [round, place] of at.entries()) {
      const topic = topics[place % topics.length] ?? "";
      messages.set(topic, replaced(messages.get(topic) ?? "", place, put[round % put.length]));
    }
    return messages;
  });

/** The JSON text with one of its values replaced; a text that is none is replaced whole. */
function replaced(payload: string, place: number, value: unknown): string {
  let document: unknown;
  try {
    document = JSON.parse(payload);
  } catch {
    return typeof value === "string" ? value : JSON.stringify(value);
  }
  let [count, wanted] = [0, -1];
  const walk = (key: string, inner: unknown): unknown => {
    count += 1;
    return count === wanted && key !== "" ? value : inner;
  };
  JSON.stringify(document, walk);
  wanted = 1 + (place % Math.max(1, count));
  count = 0;
  return JSON.stringify(document, walk) ?? "null";
}

async function quickly(what: string, step: () => void): Promise<void> {
  const ms = await leastCpuMs(async () => step());
  assert.ok(ms < longestHoldMs, `${what} took ${ms} ms of CPU`);
}

test("whatever devices say of themselves: nothing is thrown or held on to, nothing takes long, and every draft is one that the check takes", async () => {
  // What is compiled once for good, such as the check of each schema, is there then.
  for (const tree of trees) for (const found of discoverThings(tree)) checkDraft("Draft", "broker", found);
  const before = await heldBytes();
  await fc.assert(
    fc.asyncProperty(damaged, async (messages) => {
      await quickly("a tree", () => [...discoverThings(messages)]);
      for (const found of discoverThings(messages)) {
        const { thing, unmapped } = checkDraft("Draft", "broker", found);
        for (const { what, why } of unmapped) assert.ok(what.length <= 500 && why.length <= 2000, what);
        if (thing === undefined) continue;
        const findings = new Findings();
        readYaml(
          "draft.yaml",
          thingYaml(
            "draft",
            thing,
            unmapped.map(({ what }) => what),
          ),
          findings,
        );
        assert.deepEqual(findings.problems, []);
      }
    }),
    fuzzRuns(300),
  );
  const left = (await heldBytes()) - before;
  assert.ok(left < mostLeft, `${left} bytes are left`);
});

test("a name that is no text, or a word that every object has, is no word of a table", () => {
  const odd = ["constructor", "__proto__", { toString: "text" }, null, 7];
  for (const name of odd) {
    const expose = { type: "binary", name, property: "p", value_on: 1, value_off: 0 };
    const devices = [{ friendly_name: "a", definition: { exposes: [expose] } }];
    const sensor = { stat_t: "t", device_class: name, device: { identifiers: name } };
    const said = new Map([
      ["zigbee2mqtt/bridge/devices", JSON.stringify(devices)],
      ["homeassistant/binary_sensor/a/config", JSON.stringify(sensor)],
      ["tasmota/discovery/A/config", '{"t":"a","ft":"%prefix%/","tp":["a","b","c"]}'],
      ["tasmota/discovery/A/sensors", `{"sn":{${JSON.stringify(String(odd[0]))}:1}}`],
    ]);
    for (const found of discoverThings(said)) {
      const { unmapped } = checkDraft("Draft", "broker", found);
      assert.deepEqual(unmapped, found.unmapped);
    }
  }
});

test("garbage in place of every message says nothing of any device, and takes no time", async () => {
  const topics = trees.flatMap((tree) => [...tree.keys()]);
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...topics),
      fc.oneof(
        json.map((value) => JSON.stringify(value)),
        fc.string({ unit: "binary", maxLength: 3000 }),
      ),
      async (topic, payload) => {
        await quickly(topic, () => [...discoverThings(new Map([[topic, payload]]))]);
      },
    ),
    fuzzRuns(500),
  );
});

test("the largest messages of each kind hold nothing for long", async () => {
  const [device] = JSON.parse(heardTree("zigbee2mqtt").get("zigbee2mqtt/bridge/devices") ?? "[]").slice(1);
  const fill = (make: (count: number) => unknown): string => {
    let [size, text] = [1, JSON.stringify(make(1))];
    for (let next = text; next.length < 2_097_152; size *= 2, next = JSON.stringify(make(size))) text = next;
    return text;
  };
  const list = (count: number, of: unknown): unknown[] => new Array(count).fill(of);
  const messages: readonly (readonly [string, string])[] = [
    ["zigbee2mqtt/bridge/devices", fill((count) => list(count, device))],
    [
      "zigbee2mqtt/bridge/devices",
      fill((count) => [{ ...device, definition: { exposes: list(count, { type: "text", name: "a" }) } }]),
    ],
    [
      "homeassistant/device/a/config",
      fill((count) => ({
        cmps: Object.fromEntries(list(count, { p: "sensor", stat_t: "t" }).map((part, at) => [`c${at}`, part])),
      })),
    ],
    [
      "tasmota/discovery/A/config",
      fill((count) => ({ t: "a", ft: "%prefix%/", tp: ["a", "b", "c"], rl: list(count, 1) })),
    ],
    ["homeassistant/sensor/a/config", `${"[".repeat(100_000)}${"]".repeat(100_000)}`],
    [
      "homeassistant/sensor/a/config",
      JSON.stringify({ stat_t: "t", val_tpl: `{{ value_json${".a".repeat(100_000)} }}` }),
    ],
  ];
  // The agent does other work before it asks for the next device.
  for (const [topic, payload] of messages)
    await quickly(`${topic} of ${payload.length}`, () => discoverThings(new Map([[topic, payload]])).next());
});
