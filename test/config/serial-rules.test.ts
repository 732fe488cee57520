import assert from "node:assert/strict";
import { test } from "node:test";
import { driverTable } from "../../src/drivers/driver-table.ts";
import { problemsOf, readText } from "./read-text.ts";

/** What `check` says of a connection, and of a property on it. */
function problems(connection: string, binding = "from: { match: x }", type = "number"): readonly string[] {
  const text = `matrix: { homeserver: "https://hs", user: "@agent:hs" }
connections: { bus: { type: serial, baud_rate: 9600, path: /dev/ttyS0${connection} } }
things: { box: { connection: bus, properties: { p: { type: ${type}, ${binding} } } } }
`;
  return problemsOf(readText(text, {}, undefined, driverTable));
}

test("every kind of frame is taken", () => {
  for (const frame of [
    "line",
    "p1",
    "nmea",
    '{ fixed: 9, start: "FF 86" }',
    '{ until: "0D0A" }',
    '{ start: "02", end: "03", after: 1 }',
    '{ start: "AA 55", length: { at: 2, as: u16be, add: -1 } }',
  ]) {
    assert.deepEqual(problems(`, frame: ${frame}`), [], frame);
  }
  assert.deepEqual(problems(", frame: { fixed: 9 }, check: { by: crc16-modbus, from: 1, at: -2 }"), []);
});

const frames: readonly (readonly [connection: string, problem: string])[] = [
  [", frame: csv", "connections.bus.frame: has the wrong form"],
  [
    ", frame: { fixed: 9 }",
    "connections.bus.frame: needs start or check: without one nobody knows where a frame begins",
  ],
  [", frame: { length: { at: 0 } }", "connections.bus.frame: needs start or check"],
  [', frame: { start: "02" }', "connections.bus.frame: needs exactly one of fixed, until, length, and end with start"],
  [', frame: { until: "03", fixed: 2 }', "connections.bus.frame: needs exactly one of"],
  [', frame: { end: "03" }', "connections.bus.frame.end: needs start; a frame without one is ended by until"],
  [', frame: { start: "02", until: "03" }', "connections.bus.frame.until: a frame with a start is ended by end"],
  [', frame: { start: "02", fixed: 3, after: 1 }', "connections.bus.frame.after: belongs to end or until"],
  [', frame: { start: "0 2", end: "03" }', "connections.bus.frame.start: has the wrong form"],
  [", frame: { until: 3 }", 'connections.bus.frame.until: should be text; put it in quotes: "3"'],
  [', frame: { until: "03", stop: 1 }', "connections.bus.frame.stop: unknown key"],
  [', frame: { fixed: 1, start: "02 03" }', "connections.bus.frame.start: is longer than the frame"],
  [", max_frame: 64", "connections.bus.max_frame: lines are bounded by max_line"],
  [", frame: nmea, max_line: 64", "connections.bus.max_line: bounds lines; frames are bounded by max_frame"],
  [", frame: p1, check: { by: xor }", "connections.bus.check: a p1 has its own checksum; leave it out"],
  [
    ", frame: { fixed: 4 }, check: { by: xor, at: 4 }",
    "connections.bus.check: covers or stands at bytes that a frame of 4",
  ],
  [", frame: { fixed: 4 }, check: { by: crc32 }", "connections.bus.check.by: should be one of crc16-modbus"],
  [", direction_inverted: true", "connections.bus.direction_inverted: belongs to direction, and there is none"],
  [', usb: "0403:6001"', "connections.bus: needs exactly one of path, usb"],
  [", timeout: 1ms", "connections.bus.timeout: should be at least 10ms"],
];

for (const [connection, problem] of frames) {
  test(`refused: a connection with${connection.slice(1)}`, () => {
    const found = problems(connection);
    assert.ok(
      found.some((line) => line.startsWith(problem)),
      found.join("\n") || "no problem was found",
    );
    assert.equal(found.length, 1, found.join("\n"));
  });
}

const reads: readonly (readonly [connection: string, binding: string, problem: string])[] = [
  ["", "from: { match: x, column: 2 }", "from.column: cannot stand beside match; keep one of the two"],
  ["", "from: { column: 1, obis: 1.8.0 }", "from.obis: cannot stand beside column"],
  ["", "from: { separator: ; }", "from.separator: belongs to column, and there is none"],
  ["", "from: { form: u8 }", "from.form: belongs to at, and there is none"],
  ["", "from: { at: 0, length: 2 }", "from.length: belongs to form: bcd; other forms have one"],
  ["", "from: { at: 0, bit: 8 }", "from.bit: u8 has bits 0 to 7 only"],
  ["", "from: { at: 0, form: f32be, bit: 1 }", "from.bit: only whole numbers have bits, not f32be"],
  [', frame: { fixed: 4, start: "FF" }', "from: { at: 3, form: u16be }", "from.at: ends at byte 5; a frame here has 4"],
  [", max_line: 16", "from: { at: 16 }", "from.at: ends at byte 17; a frame here has 16"],
  ["", "from: { poll: 10s }", "from.poll: needs request or request_hex: what shall be asked"],
  ["", 'from: { request: "?", request_hex: "3F" }', "from.request_hex: cannot stand beside request"],
  ["", 'from: { request: "?", poll: 5ms }', "from.poll: should be at least 10ms"],
  ["", "to: { safe_value: 0, form: u8 }", "to.form: belongs to payload_hex, and there is none"],
  ["", "to: { safe_value: 0, within: 1s }", "to.within: belongs to answer or answer_hex, and there is none"],
  ["", "to: { safe_value: 0, answer: '(?=x)' }", "to.answer: The pattern looks ahead"],
  ["", "to: { safe_value: 0, answer: x, answer_hex: '00' }", "to.answer_hex: cannot stand beside answer"],
];

for (const [connection, binding, problem] of reads) {
  test(`refused: ${binding}${connection === "" ? "" : ` on a connection with${connection.slice(1)}`}`, () => {
    const found = problems(connection, binding);
    assert.ok(
      found.some((line) => line.startsWith(`things.box.properties.p.${problem}`)),
      found.join("\n"),
    );
    assert.equal(found.length, 1, found.join("\n"));
  });
}

test("an answer may hold the value, and a frame its last byte", () => {
  assert.deepEqual(problems("", "to: { safe_value: 0, answer: '^OK {value}$', within: 1s }"), []);
  assert.deepEqual(
    problems(', frame: { fixed: 4, start: "FF" }', "from: { at: 2, form: u16be, request_hex: FF01 }"),
    [],
  );
  assert.deepEqual(problems("", "from: { at: 0, form: u16le, bit: 15 }", "boolean"), []);
});
