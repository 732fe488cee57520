import assert from "node:assert/strict";
import { test } from "node:test";
import {
  decodeChipInfo,
  decodeEvents,
  decodeLineFd,
  decodeLineInfo,
  decodeValue,
  encodeLineConfig,
  encodeLineInfo,
  encodeLineRequest,
  encodeValue,
  gpioUapi,
} from "../../src/machine/gpio-uapi.ts";

test("the requests have the numbers of the kernel's header", () => {
  assert.deepEqual(gpioUapi.requests, {
    chipInfo: 0x8044b401,
    lineInfo: 0xc100b405,
    getLine: 0xc250b407,
    setConfig: 0xc110b40d,
    getValues: 0xc010b40e,
    setValues: 0xc010b40f,
  });
});

test("a chip says its name, its label and how many lines it has", () => {
  const bytes = Buffer.alloc(68);
  bytes.write("gpiochip0", 0);
  bytes.write("pinctrl-bcm2711", 32);
  bytes.writeUInt32LE(58, 64);
  assert.deepEqual(decodeChipInfo(bytes), { name: "gpiochip0", label: "pinctrl-bcm2711", lines: 58 });
});

test("a line says its name and who has it", () => {
  const bytes = encodeLineInfo(17);
  assert.equal(bytes.readUInt32LE(64), 17);
  bytes.write("GPIO17", 0);
  bytes.write("a name of exactly thirty-two byt", 32);
  bytes.writeUInt32LE(1 | 8, 72);
  assert.deepEqual(decodeLineInfo(bytes), {
    name: "GPIO17",
    consumer: "a name of exactly thirty-two byt",
    isUsed: true,
    isOutput: true,
  });
});

test("an input is asked for with bias, debounce, both edges and a buffer", () => {
  const config = { direction: "input", activeLow: true, pull: "up", edges: true, debounce: 20_000 } as const;
  const bytes = encodeLineRequest(22, "roomwire", config, 1024);
  assert.equal(bytes.length, 592);
  assert.equal(bytes.readUInt32LE(0), 22);
  assert.equal(bytes.toString("latin1", 256, 265), "roomwire\0");
  assert.equal(bytes.readBigUInt64LE(288), BigInt(2 | 4 | 16 | 32 | 256));
  assert.equal(bytes.readUInt32LE(296), 1);
  assert.deepEqual([bytes.readUInt32LE(320), bytes.readUInt32LE(328), bytes.readBigUInt64LE(336)], [3, 20_000, 1n]);
  assert.deepEqual([bytes.readUInt32LE(560), bytes.readUInt32LE(564)], [1, 1024]);
  bytes.writeInt32LE(33, 588);
  assert.equal(decodeLineFd(bytes), 33);
});

test("an output has its level in the request itself", () => {
  const config = { direction: "output", activeLow: false, pull: "none", drive: "open-drain", level: true } as const;
  const bytes = encodeLineConfig(config);
  assert.equal(bytes.length, 272);
  assert.equal(bytes.readBigUInt64LE(0), BigInt(8 | 64 | 1024));
  assert.deepEqual([bytes.readUInt32LE(32), bytes.readBigUInt64LE(40), bytes.readBigUInt64LE(48)], [2, 1n, 1n]);
});

test("a line that is left as it is gets no direction and no bias", () => {
  const bytes = encodeLineConfig({ direction: "as-is", activeLow: true, pull: "up", drive: "open-source" });
  assert.equal(bytes.readBigUInt64LE(0), 2n);
  assert.equal(bytes.readUInt32LE(8), 0);
});

test("a level goes there and back", () => {
  for (const level of [false, true]) assert.equal(decodeValue(encodeValue(level)), level);
  assert.equal(encodeValue(false).readBigUInt64LE(8), 1n);
});

test("events have their time, their number and the level after them; half an event is none", () => {
  const bytes = Buffer.alloc(100);
  bytes.writeBigUInt64LE(123_456_789_012n, 0);
  bytes.writeUInt32LE(1, 8);
  bytes.writeUInt32LE(7, 20);
  bytes.writeUInt32LE(2, 48 + 8);
  bytes.writeUInt32LE(8, 48 + 20);
  assert.deepEqual(decodeEvents(bytes), [
    { level: true, at: 123_456_789_012n, number: 7 },
    { level: false, at: 0n, number: 8 },
  ]);
});
