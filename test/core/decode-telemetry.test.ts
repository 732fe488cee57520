import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import fc from "fast-check";
import { decodeTelemetry } from "roomwire/telemetry";
import { telemetryExample } from "../../schemas/telemetry.ts";
import { telemetryLibrary } from "../../scripts/telemetry-library.ts";
import { decodeTelemetry as source } from "../../src/core/decode-telemetry.ts";

// Held equal by the compiler: the declarations say what the source does, no more and no less.
const asDeclared: typeof decodeTelemetry = source;
const asWritten: typeof source = decodeTelemetry;

const root = new URL("../../", import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, root), "utf8");

test("another client reads the example by the package's name", () => {
  const latest = { at: 1_780_310_500_000, rows: [["greenhouse/door", -1500, 0, true]] };
  const telemetry = decodeTelemetry({ ...telemetryExample, after: { epoch: 16, seq: 9 }, latest });
  assert.ok(telemetry.ok);
  assert.deepEqual([telemetry.epoch, telemetry.seq, telemetry.clock], [17, 204, "trusted"]);
  assert.deepEqual(telemetry.after, { epoch: 16, seq: 9 });
  assert.deepEqual(telemetry.readings.slice(0, 4), [
    row("temperature", 0, "ok", "number", "21.5", "Cel"),
    row("temperature", 10_000, "ok", "number", "21.7", "Cel"),
    row("temperature", 20_000, "ok", "number", "21.6", "Cel"),
    row("temperature", 30_000, "fault", undefined, undefined, "Cel"),
  ]);
  assert.deepEqual(telemetry.latest, [row("door", 98_500, "ok", "boolean", true, undefined)]);
});

function row(name: string, since: number, quality: string, type: string | undefined, value: unknown, unit: unknown) {
  return { thing: "greenhouse", name, at: 1_780_310_400_000 + since, quality, unit, type, value };
}

test("whatever it is given, it answers", () => {
  fc.assert(fc.property(fc.anything(), (any) => void decodeTelemetry(any)));
  for (const change of [{ v: 2 }, { epoch: 0 }, { seq: "1" }, { columns: {} }]) {
    const answer = decodeTelemetry({ ...telemetryExample, ...change });
    assert.ok(!answer.ok && answer.problem.length > 5);
  }
});

test("it is made of the source and the same; it needs nothing else and does nothing by being loaded", () => {
  assert.equal(asDeclared, source);
  assert.equal(asWritten, decodeTelemetry);
  for (const [path, text] of telemetryLibrary()) {
    assert.equal(read(path), text, `${path} is old: npm run schemas`);
    for (const [, from = ""] of text.matchAll(/from "(.*)"/g))
      assert.ok(telemetryLibrary().has(`lib/${from.slice(2)}`), from);
    assert.ok(
      !/^(?!\/\/|import |export |const |function |[ }\])])\S/m.test(text),
      `${path} does something by being loaded`,
    );
  }
  assert.equal(JSON.parse(read("package.json")).sideEffects, false);
});

test("the example of its page prints what the page says", async () => {
  const [, code = "", printed = ""] = /```js\n(.*?)```\n\n```\n(.*?)```/s.exec(read("docs/telemetry-library.md")) ?? [];
  const lines: string[] = [];
  const body = code.replace(/^import .*$/m, "");
  const run = new Function("decodeTelemetry", "console", body);
  run(decodeTelemetry, { log: (...words: unknown[]) => void lines.push(words.join(" ")) });
  assert.equal(`${lines.join("\n")}\n`, printed);
});
