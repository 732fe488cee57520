import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { formatDecimal, parseDecimal } from "../../src/core/decimal.ts";
import type { Wire } from "../../src/core/value.ts";
import { extractFrame, type FrameExtractSettings } from "../../src/drivers/extract-frame.ts";
import { type NumberFormName, numberForms, readNumber, writeNumber } from "../../src/drivers/number-forms.ts";
import { wireText } from "../../src/drivers/wire-text.ts";

function ofText(settings: FrameExtractSettings, text: string): Wire | undefined {
  const found = extractFrame(settings)({ text, bytes: Buffer.from(text) });
  return found.kind === "value" ? found.wire : undefined;
}

function ofBytes(settings: FrameExtractSettings, hex: string): string {
  const found = extractFrame(settings)({ text: "", bytes: Buffer.from(hex.replaceAll(" ", ""), "hex") });
  return found.kind === "value" ? wireText(found.wire) : found.fault;
}

test("columns are counted from 1, and quotes keep separators in", () => {
  const line = '21.5;"a;b";;"say ""hi""";9';
  const at = (column: number) => ofText({ column, separator: ";" }, line);
  assert.deepEqual([1, 2, 3, 4, 5, 6].map(at), ["21.5", "a;b", "", 'say "hi"', "9", undefined]);
  assert.equal(ofText({ column: 2 }, 'x,"open'), "open");
});

test("an OBIS code gives what stands in its last parentheses, without the unit", () => {
  const telegram = [
    "ISk5\\2MT382-1000",
    "",
    "1-0:1.8.1(123456.789*kWh)\r",
    "1-0:99.97.0(2)(0-0:96.7.19)(101208152415W)(0000000240*s)\r",
    "0-1:24.3.0(120517020000)(08)(60)(1)(0-1:24.2.1)(m3)\r",
    "(00124.477)\r",
    "0-1:24.4.0(1)\r",
    "0-1:24.2.1(101209112500W)(12785.123*m3)",
  ].join("\n");
  assert.equal(ofText({ obis: "1-0:1.8.1" }, telegram), "123456.789");
  assert.equal(ofText({ obis: "1-0:99.97.0" }, telegram), "0000000240");
  assert.equal(ofText({ obis: "0-1:24.3.0" }, telegram), "00124.477");
  assert.equal(ofText({ obis: "0-1:24.2.1" }, telegram), "12785.123");
  assert.equal(ofText({ obis: "0-1:24.4.0" }, telegram), "1");
});

test("an OBIS code that comes twice counts as it came first, and one within another is none", () => {
  assert.equal(ofText({ obis: "1.8.0" }, "1.8.0(1)\n1.8.0(2)"), "1");
  assert.equal(ofText({ obis: "1.8.0" }, "21.8.0(1)\n0.1.8.0(2)"), undefined);
  assert.equal(ofText({ obis: "1.8.0" }, "1.8.0(1"), undefined);
});

test("numbers stand in bytes as their form says", () => {
  const bytes = "ff 86 02 20 fe 00 00 80 3f 40 49 0f db";
  const found: readonly [FrameExtractSettings, string][] = [
    [{ at: 0 }, "255"],
    [{ at: 0, form: "i8" }, "-1"],
    [{ at: 2, form: "u16be" }, "544"],
    [{ at: 2, form: "u16le" }, "8194"],
    [{ at: 4, form: "i16be" }, "-512"],
    [{ at: 0, form: "u32be" }, "4286972448"],
    [{ at: 0, form: "i32le" }, "537036543"],
    [{ at: 5, form: "f32le" }, "1"],
    [{ at: 9, form: "f32be" }, "3.1415927"],
    [{ at: 12, form: "u16be" }, "no-match"],
  ];
  for (const [settings, expected] of found) assert.equal(ofBytes(settings, bytes), expected, JSON.stringify(settings));
  assert.equal(ofBytes({ at: 0, form: "u64be" }, "ffffffffffffffff"), "18446744073709551615");
  assert.equal(ofBytes({ at: 0, form: "i64le" }, "ffffffffffffffff"), "-1");
  assert.equal(ofBytes({ at: 0, form: "f64be" }, "3fb999999999999a"), "0.1");
});

test("a float that is no number, or too extreme to be meant, is a fault", () => {
  for (const hex of ["7fc00000", "7f800000", "ff800000"])
    assert.equal(ofBytes({ at: 0, form: "f32be" }, hex), "not-a-value");
  assert.equal(ofBytes({ at: 0, form: "f64be" }, "7fefffffffffffff"), "not-a-value");
});

test("binary coded decimals and single bits", () => {
  assert.equal(ofBytes({ at: 1, form: "bcd", length: 3 }, "00 01 23 45"), "12345");
  assert.equal(ofBytes({ at: 0, form: "bcd" }, "1a"), "not-a-value");
  assert.equal(ofBytes({ at: 0, bit: 3 }, "08"), "true");
  assert.equal(ofBytes({ at: 0, bit: 2 }, "08"), "false");
  assert.equal(ofBytes({ at: 0, form: "u16be", bit: 15 }, "8000"), "true");
  assert.equal(ofBytes({ at: 0, form: "i16be", bit: 15 }, "8000"), "true");
});

test("a float gives the shortest decimal that is the same float, and the same float comes of it", () => {
  fc.assert(
    fc.property(fc.float({ noNaN: true, noDefaultInfinity: true }), (float) => {
      const bytes = new Uint8Array(4);
      new DataView(bytes.buffer).setFloat32(0, float);
      const number = readNumber("f32be", bytes);
      assert.ok(number);
      assert.equal(Math.fround(Number(formatDecimal(number))), float === 0 ? 0 : float);
      const [digits = ""] = float.toPrecision(9).split("e");
      assert.ok(String(number.coefficient).replace("-", "").replace(/0+$/, "").length <= digits.length);
    }),
  );
});

test("every whole number that has room in a form comes back from it", () => {
  const whole = numberForms.filter((name) => !name.startsWith("f"));
  fc.assert(
    fc.property(fc.constantFrom(...whole), fc.bigInt(-(2n ** 65n), 2n ** 65n), (name: NumberFormName, integer) => {
      const written = writeNumber(name, { coefficient: integer, scale: 0 });
      if (written !== undefined) assert.equal(readNumber(name, written)?.coefficient, integer);
      else assert.ok(integer < 0n ? name.startsWith("u") || integer < -128n : integer > 127n);
    }),
  );
  assert.equal(writeNumber("u8", parseDecimal("1.5") ?? { coefficient: 0n, scale: 0 }), undefined);
  assert.deepEqual([...(writeNumber("u8", { coefficient: 70n, scale: 1 }) ?? [])], [7]);
  assert.equal(writeNumber("f32be", parseDecimal("1e39") ?? { coefficient: 0n, scale: 0 }), undefined);
});
