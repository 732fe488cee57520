import assert from "node:assert/strict";
import { test } from "node:test";
import { driverTable } from "../../src/drivers/driver-table.ts";
import { problemsOf, readText } from "./read-text.ts";

/** What `check` says of a connection, and of a property on it. */
function problems(connection: string, binding = "from: { register: 0 }", type = "number"): readonly string[] {
  const text = `matrix: { homeserver: "https://hs", user: "@agent:hs" }
connections: { bus: { type: modbus, ${connection} } }
things: { box: { connection: bus, properties: { p: { type: ${type}, ${binding} } } } }
`;
  return problemsOf(readText(text, {}, undefined, driverTable));
}

const tcp = 'url: "tcp://10.0.0.2"';
const line = "path: /dev/ttyUSB0, baud_rate: 9600";

test("a line, an adapter and an address are taken", () => {
  for (const connection of [
    line,
    `${line}, parity: even, stop_bits: 1, direction: rts, direction_inverted: true, timeout: 300ms, pause: 0ms`,
    'usb: "0403:6001", baud_rate: 19200, gap: 0, most: 125',
    tcp,
    'url: "tcp://heat-pump.lan:1502"',
    'url: "tcp://[fe80::1]:502"',
    'url: "rtu+tcp://10.0.0.3:4196"',
  ]) {
    assert.deepEqual(problems(connection), [], connection);
  }
});

test("registers, bits of them, coils and inputs are taken", () => {
  for (const binding of [
    "from: { register: 0, form: f32, order: low-first, poll: 10s }",
    "from: { unit: 3, table: input, register: 12, form: u32, bit: 31 }",
    "from: { register: 40083, form: i16, scale_register: 40084, absent_hex: '80 00' }",
    "from: { table: discrete, register: 9 }",
    "to: { register: 0, form: i32, multiple: true, verify: true, safe_value: 0 }",
    "to: { register: 7, scale_register: 8, safe_value: 0 }",
  ]) {
    assert.deepEqual(problems(line, binding), [], binding);
  }
  assert.deepEqual(problems(line, "to: { table: coil, register: 0, safe_value: false }", "boolean"), []);
  assert.deepEqual(problems(line, "to: { register: 5, bit: 3, safe_value: false }", "boolean"), []);
});

const connections: readonly (readonly [connection: string, problem: string])[] = [
  ["path: /dev/ttyUSB0", "connections.bus: needs baud_rate: a line has a speed"],
  [`${tcp}, baud_rate: 9600`, "connections.bus.baud_rate: belongs to a line, not to url"],
  [`${tcp}, path: /dev/ttyUSB0`, "connections.bus: needs exactly one of path, usb, url"],
  ["timeout: 1s", "connections.bus: needs exactly one of path, usb, url"],
  ['url: "http://10.0.0.2"', "connections.bus.url: has the wrong form"],
  ['url: "tcp://10.0.0.2:99999"', "connections.bus.url: should be tcp://HOST, tcp://HOST:PORT or rtu+tcp://HOST:PORT"],
  ['url: "rtu+tcp://10.0.0.2"', "connections.bus.url: should be tcp://HOST, tcp://HOST:PORT or rtu+tcp://HOST:PORT"],
  [`${line}, timeout: 1ms`, "connections.bus.timeout: should be at least 10ms"],
  [`${line}, direction_inverted: true`, "connections.bus.direction_inverted: belongs to direction"],
  [`${line}, most: 126`, "connections.bus.most: should be at most 125"],
];

for (const [connection, problem] of connections) {
  test(`refused: a connection with ${connection}`, () => {
    assert.ok(
      problems(connection).some((line) => line.includes(problem)),
      problems(connection).join("\n"),
    );
  });
}

const bindings: readonly (readonly [binding: string, problem: string, connection?: string])[] = [
  ["from: { unit: 1 }", "from.register: is missing"],
  ["from: { register: 65536 }", "from.register: should be at most 65535"],
  ["from: { register: 65535, form: u32 }", "from.register: u32 ends behind the last register, 65535"],
  ["from: { register: 0, unit: 0 }", "from.unit: 0 means all stations of a line", line],
  ["from: { register: 0, unit: 248 }", "from.unit: should be at most 247 on a line", line],
  ["from: { register: 0, order: low-first }", "from.order: u16 is one register; nothing to order"],
  ["from: { register: 0, form: f32, bit: 1 }", "from.bit: only whole numbers have bits, not f32"],
  ["from: { register: 0, bit: 16 }", "from.bit: u16 has bits 0 to 15 only"],
  ["from: { register: 0, bit: 1, scale_register: 2 }", "from.scale_register: cannot stand beside bit"],
  ["from: { register: 0, table: coil, form: u16 }", "from.form: belongs to registers; coil is one bit"],
  ["from: { register: 0, form: u32, absent_hex: '80 00' }", "from.absent_hex: should be 4 bytes, as long as u32"],
  [
    "from: { register: 0, scale_register: 100 }",
    "from.scale_register: is 101 registers away, 64 are read at once; say `most: 101`",
  ],
  ["from: { register: 0, form: f64 }", "from.form: needs 4 registers; `most` allows 2", `${line}, most: 2`],
  ["from: { register: 0, poll: 10ms }", "from.poll: should be at least 50ms"],
  ["to: { register: 0, table: input, safe_value: 0 }", "to.table: should be one of holding, coil"],
  ["to: { register: 0, table: coil, multiple: true, safe_value: 0 }", "to.multiple: belongs to registers"],
];

for (const [binding, problem, connection = tcp] of bindings) {
  test(`refused: ${binding}`, () => {
    const found = problems(connection, binding);
    assert.ok(
      found.some((line) => line.includes(`things.box.properties.p.${problem}`)),
      found.join("\n"),
    );
    assert.equal(found.length, 1, found.join("\n"));
  });
}
