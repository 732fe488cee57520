import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { describe, it } from "node:test";
import { commandExample, commandSchema } from "../schemas/command.ts";
import { roomEvents } from "../schemas/room-events.ts";
import { telemetryExample } from "../schemas/telemetry.ts";
import { emittedFiles } from "../scripts/emitted-files.ts";
import { compileCheck } from "../src/checking/compile-check.ts";
import { decodeColumns } from "../src/core/decode-columns.ts";

const root = new URL("../", import.meta.url);

describe("the schemas of events", () => {
  for (const event of roomEvents) {
    it(`${event.type}: compiles strictly and takes its example`, () => {
      const checked = compileCheck(event.schema)(event.example);
      assert.deepEqual(checked, { ok: true, value: event.example });
    });

    it(`${event.type}: describes every key`, () => {
      assert.deepEqual(undescribed(event.schema, event.type), []);
    });

    it(`${event.type}: has no float in its example`, () => {
      assert.deepEqual(
        numbersIn(event.example).filter((number) => !Number.isSafeInteger(number)),
        [],
      );
    });
  }

  for (const event of roomEvents.filter(({ schema }) => schema !== commandSchema)) {
    it(`${event.type}: readers take it with keys of a later version`, () => {
      assert.equal(compileCheck(event.schema)({ ...event.example, later: 1 }).ok, true);
    });
  }

  it("a command with an unknown key is refused and the key named", () => {
    const checked = compileCheck(commandSchema)({ ...commandExample, force: true });
    assert.equal(checked.ok, false);
    assert.equal(checked.problems[0]?.unknownKey, "force");
  });

  for (const [name, input] of [
    ["a float", 21.5],
    ["a list", [true]],
    ["null", null],
    ["an unsafe integer", 2 ** 53],
    ["a text without end", "x".repeat(1025)],
  ] as const) {
    it(`a command with ${name} as input is refused`, () => {
      assert.equal(compileCheck(commandSchema)({ ...commandExample, input }).ok, false);
    });
  }

  it("the telemetry example decodes to what it says", () => {
    const decoded = decodeColumns(telemetryExample);
    assert.equal(decoded.ok, true);
    assert.equal(decoded.readings.length, 12);
    assert.deepEqual(decoded.readings[1], {
      thing: "greenhouse",
      name: "temperature",
      at: 1_780_310_410_000,
      quality: "ok",
      value: { coefficient: 217n, scale: 1 },
      unit: "Cel",
    });
  });
});

describe("the files made from the schemas", () => {
  for (const [path, text] of emittedFiles()) {
    it(`${path} is what \`npm run schemas\` writes`, async () => {
      assert.equal(await readFile(new URL(path, root), "utf8"), text);
    });
  }

  it("no JSON stands in schemas/ that nothing makes", async () => {
    const made = [...emittedFiles().keys()];
    const present = (await readdir(new URL("schemas/", root))).filter((name) => name.endsWith(".json"));
    const notOurs = present.filter(
      (name) => !["config.json", "included.json"].includes(name) && !made.includes(`schemas/${name}`),
    );
    assert.deepEqual(notOurs, []);
  });
});

function undescribed(schema: unknown, path: string): string[] {
  if (typeof schema !== "object" || schema === null) return [];
  return Object.entries(schema).flatMap(([key, inner]) => {
    if (key !== "properties") return undescribed(inner, `${path}/${key}`);
    return Object.entries(inner as Record<string, { description?: string }>).flatMap(([name, field]) => [
      ...(field.description === undefined ? [`${path}.${name}`] : []),
      ...undescribed(field, `${path}.${name}`),
    ]);
  });
}

function numbersIn(value: unknown): number[] {
  if (typeof value === "number") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(numbersIn) : [];
}
