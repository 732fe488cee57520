import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { driverTable } from "../../src/drivers/driver-table.ts";
import { problemsOf, readText } from "./read-text.ts";

/** What `check` says of properties on the header. */
function problems(...properties: readonly string[]): readonly string[] {
  const text = `matrix: { homeserver: "https://hs", user: "@agent:hs" }
connections: { header: { type: gpio } }
things:
  box:
    connection: header
    properties:
${properties.map((property) => `      ${property}\n`).join("")}`;
  return problemsOf(readText(text, {}, undefined, driverTable));
}

test("every form in docs/hardware.md is right, all of them at once", () => {
  const page = readFileSync(join(import.meta.dirname, "../../docs/hardware.md"), "utf8");
  const forms = page.split("\n").filter((line) => /^\w+: \{ type: .* as: \w+/.test(line));
  assert.ok(forms.length >= 6);
  assert.deepEqual(problems(...forms), []);
});

const wrong: readonly (readonly [binding: string, problem: string])[] = [
  ["as: counter, line: 4, every: 10ms", "from.every: should be whole milliseconds, 100ms to 1d"],
  ["as: counter, line: 4, edges: up", "from.edges: should be one of rising, falling, both"],
  ["as: counter, line: 4, pin: 7", "from: "],
  ["as: counter, pin: 6", "from.pin: pin 6 is ground, not a GPIO line"],
  ["as: frequency, line: 4, silence: 2d", "from.silence: should be whole milliseconds, 100ms to 1d"],
  ["as: button, line: 4, presses: [single, triple]", "from.presses[1]: should be one of single, double, long"],
  ["as: button, line: 4, long: 10ms", "from.long: should be whole milliseconds, 100ms to 1m"],
  ["as: motion, line: 4, hold: 1ms", "from.hold: should be whole milliseconds, 100ms to 1d"],
  ["as: motion, line: 4, every: 1s", "from.every: unknown key"],
];

for (const [binding, problem] of wrong) {
  test(`refused: ${binding}`, () => {
    const found = problems(`p: { type: string, from: { ${binding} } }`);
    assert.ok(found.length > 0 && found.every((one) => one.includes(problem)), found.join("\n"));
  });
}

test("refused: what is only read cannot be written", () => {
  const found = problems("p: { type: integer, to: { as: counter, line: 4, safe_value: null } }");
  assert.deepEqual(found.length, 1, found.join("\n"));
  assert.match(found[0] ?? "", /gpio as counter cannot be written/);
});

const relay = "relay: { type: boolean, limits: { hold: forever }, to: { line: GPIO17, safe_value: false } }";

for (const [pair, problem] of [
  [
    [relay, "pump: { type: boolean, to: { pin: 11, safe_value: false } }"],
    "things.box.properties.pump.to: GPIO17 is written by box/relay already; only one can",
  ],
  [
    [relay, "contact: { type: boolean, from: { line: 17, debounce: 20ms } }"],
    "contact.from: GPIO17 is written by box/relay already with another debounce (0s); say the same",
  ],
  [[relay, "contact: { type: boolean, from: { line: 17, active_low: true } }"], "another active_low (false)"],
  [[relay, "contact: { type: boolean, from: { line: 17, pull: up } }"], "another pull (as the board has it)"],
  [
    [
      "a: { type: boolean, from: { line: GPIO4, pull: up } }",
      "b: { type: integer, from: { as: counter, pin: 7, pull: down } }",
    ],
    "b.from: GPIO4 is read by box/a already with another pull (up); say the same",
  ],
  [
    ["a: { type: boolean, from: { line: 4 } }", "b: { type: boolean, from: { line: GPIO4, pull: none } }"],
    "b.from: GPIO4 is read by box/a already with another pull (as the board has it)",
  ],
  [
    ["a: { type: boolean, from: { line: 4 } }", "b: { type: string, from: { as: button, line: 4 } }"],
    "another debounce (0s)",
  ],
] as const) {
  test(`refused: ${pair.join(" and ")}`, () => {
    const found = problems(...pair);
    assert.deepEqual(found.length, 1, found.join("\n"));
    assert.ok(found[0]?.includes(problem), found[0]);
  });
}

test("refused: two outputs on one channel of a PWM chip", () => {
  const lamp = "type: number, limits: { hold: forever }, to: { as: pwm, channel: 0, safe_value: 0 }";
  const found = problems(`a: { ${lamp} }`, `b: { ${lamp} }`);
  assert.equal(found.length, 1, found.join("\n"));
  assert.match(found[0] ?? "", /channel 0 of the PWM chip is written by box\/a already; only one can/);
});

test("a line may be read by several alike, and read where it is written", () => {
  assert.deepEqual(
    problems(
      relay,
      "contact: { type: boolean, from: { line: GPIO17 } }",
      "b: { type: boolean, from: { line: GPIO4, debounce: 20ms } }",
      "c: { type: integer, from: { as: counter, line: 4, debounce: 20ms } }",
      "d: { type: string, from: { as: button, pin: 7 } }",
    ),
    [],
  );
});

/** What `check` says of one property on a header that goes over sysfs. */
function overSysfs(property: string): readonly string[] {
  const text = `matrix: { homeserver: "https://hs", user: "@agent:hs" }
connections: { header: { type: gpio, via: sysfs } }
things: { box: { connection: header, properties: { p: ${property} } } }
`;
  return problemsOf(readText(text, {}, undefined, driverTable));
}

for (const [property, problem] of [
  ["{ type: boolean, from: { line: 4, pull: up } }", "from.pull: is not there `via: sysfs`; leave it out"],
  [
    "{ type: boolean, from: { line: 4, debounce: 5ms } }",
    "from.debounce: is not there `via: sysfs`; say `debounce: 0s`",
  ],
  ["{ type: string, from: { as: button, line: 4 } }", "say `debounce: 0s`"],
  ["{ type: integer, from: { as: counter, line: 4 } }", "from: `counter` and `frequency` cannot be had `via: sysfs`"],
  ["{ type: number, from: { as: frequency, line: 4 } }", "from: `counter` and `frequency` cannot be had `via: sysfs`"],
  [
    "{ type: boolean, limits: { hold: forever }, to: { line: 4, safe_value: false, drive: open-drain } }",
    "to.drive: is not there `via: sysfs`",
  ],
] as const) {
  test(`refused over sysfs: ${property}`, () => {
    const found = overSysfs(property);
    assert.equal(found.length, 1, found.join("\n"));
    assert.ok(found[0]?.includes(problem), found[0]);
  });
}

test("levels, outputs, motion and a button without debounce go over sysfs", () => {
  for (const property of [
    "{ type: boolean, from: { line: GPIO4, active_low: true } }",
    "{ type: boolean, limits: { hold: forever }, to: { pin: 7, safe_value: false } }",
    "{ type: boolean, from: { as: motion, line: 4 } }",
    "{ type: string, momentary: true, from: { as: button, line: 4, debounce: 0s } }",
  ]) {
    assert.deepEqual(overSysfs(property), []);
  }
});

test("lines of the same number on two chips are two lines", () => {
  const text = `matrix: { homeserver: "https://hs", user: "@agent:hs" }
connections: { one: { type: gpio, chip: one }, two: { type: gpio, chip: two } }
things:
  box:
    properties:
      a: { type: boolean, from: { connection: one, line: 1 } }
      b: { type: boolean, from: { connection: two, line: 1, pull: up } }
`;
  assert.deepEqual(problemsOf(readText(text, {}, undefined, driverTable)), []);
});
