import assert from "node:assert/strict";
import { test } from "node:test";
import { valuesSchema, valuesType } from "../../schemas/values.ts";
import { compileCheck } from "../../src/checking/compile-check.ts";
import { asThingId } from "../../src/core/ids.ts";
import type { Reading } from "../../src/core/reading.ts";
import type { Thing } from "../../src/core/thing.ts";
import { talkToPeople } from "../../src/talk/talk-to-people.ts";
import { operators, things } from "../fakes/gate-scene.ts";
import { someProperty, someThing } from "../fakes/some-thing.ts";
import { talkParts } from "../fakes/talk-parts.ts";

const [ana] = operators;
assert.ok(ana !== undefined);
const bob = { ...ana, things: [asThingId("bath")] };

function riding(body: string, all: readonly Thing[] = things, operator = ana) {
  const parts = talkParts({ things: all });
  const now = parts.clock.now();
  const latest = (path: string): Reading | undefined =>
    path === "greenhouse/temperature"
      ? {
          path: path as Reading["path"],
          value: { coefficient: 215n, scale: 1 },
          quality: "ok",
          measuredAt: now - 1_000,
          takenAt: now,
        }
      : undefined;
  assert.ok(operator !== undefined);
  const asked = { body, operator, eventId: "$asked", isMentioned: false };
  const understood = talkToPeople({ ...parts, latest }).understand(asked);
  assert.ok(understood.kind === "answer");
  const content = understood.content[valuesType];
  const checked = compileCheck(valuesSchema)(content);
  assert.ok(checked.ok);
  return { content: checked.value, whole: understood.content, now };
}

test("the answer to a Thing's name carries its values, exact", () => {
  const { content, now } = riding("!greenhouse");
  assert.deepEqual(Object.keys(content.things), ["greenhouse"]);
  const { temperature, pump } = content.things.greenhouse ?? {};
  assert.deepEqual(temperature, { value: "21.5", unit: "Cel", quality: "ok", measured_at: now - 1_000 });
  assert.deepEqual(pump, { quality: "unavailable" });
});

test("the answer to !status carries those of the Things that the asker may read, and no others", () => {
  assert.deepEqual(Object.keys(riding("!status").content.things), ["greenhouse", "bath"]);
  assert.deepEqual(Object.keys(riding("!status", things, bob).content.things), ["bath"]);
});

test("of many Things it carries as many as fit an event, and says how many it leaves out", () => {
  const many = Array.from({ length: 500 }, (_, place) =>
    someThing(
      `t${place}`,
      ["a", "b", "c"].map((name) => someProperty({ in: `t${place}`, name, unit: "Cel" })),
    ),
  );
  const { content, whole } = riding("!status", many);
  const told = Object.keys(content.things).length;
  assert.ok(told > 10);
  assert.equal(told + (content.more ?? 0), 500);
  assert.ok(Buffer.byteLength(JSON.stringify(whole)) < 40_000);
});
