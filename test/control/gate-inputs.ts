import fc from "fast-check";
import type { OpenedEvent } from "../../src/core/room-ports.ts";
import { leastCpuMs } from "../fakes/fuzz-runs.ts";
import { type GateScene, goodFacts, type Received } from "../fakes/gate-scene.ts";

const word = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.constantFrom("pump", "vent", "water", "greenhouse", "gh/pump", "bath/fan", "all", "flow"),
  },
  { weight: 4, arbitrary: fc.constantFrom("on", "off", "for", "10m", "2h", "30", "s", "to", "=", "stop", "release") },
  { weight: 2, arbitrary: fc.constantFrom("4821", "0000", "pair", "status", "things", "help", "99999999999d") },
  { weight: 2, arbitrary: fc.string({ unit: "binary", maxLength: 40 }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom("\ufdfa".repeat(60), "\u0301".repeat(200), "/".repeat(300), "1".repeat(400)),
  },
);
const prefix = fc.constantFrom("!", "/", "", "Greenhouse Pi: ", "greenhouse, ", "@greenhouse:example.org ", "> x\n\n!");

/** A text as people and others may type it. */
export const anyText: fc.Arbitrary<string> = fc
  .tuple(prefix, fc.array(word, { maxLength: 30 }), fc.constantFrom(" ", "  ", "\t", "/"))
  .map(([before, words, between]) => before + words.join(between));

const anyValue = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom<unknown>(true, "on", "21.5", 120_000, null, "9".repeat(5_000)),
);
const key = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom("v", "id", "agent", "room_id", "thing", "op", "name", "input", "lease") },
  { weight: 3, arbitrary: fc.constantFrom("issued_at", "expires_at", "challenge", "m.relates_to", "m.new_content") },
  { weight: 3, arbitrary: fc.constantFrom("__proto__", "constructor", "body", "msgtype", "m.mentions") },
  { weight: 1, arbitrary: fc.string({ maxLength: 300 }) },
);
const anyContent = fc.dictionary(key, anyValue, { maxKeys: 40 });

const relation = fc.oneof(
  { weight: 6, arbitrary: fc.constant({}) },
  {
    weight: 1,
    arbitrary: fc.record({
      "m.relates_to": fc.oneof(
        fc.jsonValue(),
        fc.constantFrom<unknown>({ rel_type: "m.replace", event_id: "$x" }, { "m.in_reply_to": {} }, { rel_type: 7 }),
      ),
    }),
  },
);

/** Whatever can arrive at the gate: commands changed in some keys, texts, and nothing that anybody meant. */
export function anyReceived(good: () => Readonly<Record<string, unknown>>): fc.Arbitrary<Received> {
  const command = anyContent.map((change) => ({ type: "dev.roomwire.command", content: { ...good(), ...change } }));
  const wild = fc.record({ type: fc.string(), content: anyContent });
  const text = fc
    .tuple(anyText, relation, anyContent)
    .map(([body, more, rest]) => ({ type: "m.room.message", content: { ...rest, msgtype: "m.text", body, ...more } }));
  const wire = fc.tuple(relation, anyContent).map(([more, rest]) => ({ session_id: "fuzz", ...rest, ...more }));
  const form = fc.constantFrom<"opened" | "plaintext">("opened", "opened", "plaintext");
  return fc.tuple(fc.oneof(command, text, wild), wire, form).map(([message, wireContent, opening]) => {
    const { type, content } = JSON.parse(JSON.stringify(message)) as { type: string; content: Record<string, unknown> };
    if (opening === "opened") return { type, content, wireContent, facts: { sessionId: "fuzz" } };
    const opened: OpenedEvent = { kind: "plaintext", type, content };
    return { opened, wireContent };
  });
}

/** ms of CPU until the gate has looked at it whole: an upper bound of what it holds the loop. */
export async function holdOf(gate: GateScene, received: Received): Promise<number> {
  return await leastCpuMs(() => gate.receive(received));
}

/** A text of a good sender, as the corpus keeps it. */
export function receivedText(body: string): Received {
  return { type: "m.room.message", content: { msgtype: "m.text", body }, facts: { ...goodFacts, sessionId: "corpus" } };
}
