import assert from "node:assert/strict";
import { test } from "node:test";
import type { Property } from "../../src/core/property.ts";
import { good, problemsOf, property, readBody, refusals } from "./read-text.ts";

const output = "type: boolean, to: { line: a, safe_value: false }";

/** Outputs of one Thing; `pump` and `heater` with these keys, and a number. */
function outputs(pump: string, heater = "limits: { max_on: 1m }"): string {
  return `things:
  box:
    connection: bus
    properties:
      pump: { ${output}, ${pump} }
      heater: { ${output}, ${heater} }
      level: { type: number, minimum: 0, maximum: 100, decimals: 1, to: { line: l, safe_value: 0 }, limits: { max_on: 1h } }
      door: { type: boolean, from: { line: d } }
`;
}

function built(body: string): readonly Property[] {
  return good(readBody(body)).things.flatMap(({ properties }) => properties);
}

test("every limit comes out in ms and exact numbers, frozen with its lists", () => {
  const [dimmer] = built(
    property(
      "type: number, minimum: 0, maximum: 100, to: { line: a, safe_value: 0 }, limits: { max_on: 30m, min_off: 1m, max_switches: 20/h, minimum: 10, maximum: 80.5 }, on_link_loss: { after: 5m, do: safe }",
    ),
  );
  assert.deepEqual(dimmer?.limits, {
    maxOn: 1_800_000,
    minOff: 60_000,
    notWith: [],
    deadTime: undefined,
    onlyIf: [],
    onlyWhile: [],
    maxSwitches: { count: 20, within: 3_600_000 },
    minimum: { coefficient: 10n, scale: 0 },
    maximum: { coefficient: 805n, scale: 1 },
    holdForever: false,
  });
  assert.deepEqual(dimmer?.onLinkLoss, { after: 300_000, do: "safe" });
  assert.ok(Object.isFrozen(dimmer?.limits.notWith) && Object.isFrozen(dimmer?.limits.maxSwitches));
});

test("without limits nothing is forbidden, and link loss changes nothing", () => {
  const [pump] = built(property(output));
  assert.equal(pump?.limits.maxOn, undefined);
  assert.equal(pump?.limits.holdForever, false);
  assert.equal(pump?.onLinkLoss, undefined);
});

for (const [rate, within] of [
  ["3/m", 60_000],
  ["1000/h", 3_600_000],
  ["1/d", 86_400_000],
] as const) {
  test(`max_switches: ${rate} counts in its span`, () => {
    const [pump] = built(property(`${output}, limits: { hold: forever, max_switches: ${rate} }`));
    assert.deepEqual(pump?.limits.maxSwitches, { count: Number.parseInt(rate, 10), within });
    assert.equal(pump?.limits.holdForever, true);
  });
}

test("not_with and its dead time hold for both sides, the longer pause for both", () => {
  const [pump, heater] = built(
    outputs(
      "limits: { max_on: 1m, not_with: [heater, box/heater], dead_time: 2s }",
      "limits: { max_on: 1m, not_with: [level], dead_time: 1s }",
    ),
  );
  assert.deepEqual(pump?.limits.notWith, ["box/heater"]);
  assert.equal(pump?.limits.deadTime, 2000);
  assert.deepEqual(heater?.limits.notWith, ["box/level", "box/pump"]);
  assert.equal(heater?.limits.deadTime, 2000);
  assert.ok(Object.isFrozen(heater?.limits.notWith));
});

test("not_with reaches into another Thing, wherever that stands", () => {
  const things = `things:
  a: { connection: bus, properties: { up: { ${output}, limits: { max_on: 1m, not_with: [b/down] } } } }
  b: { connection: bus, properties: { down: { ${output}, limits: { max_on: 1m } } } }
`;
  const [, down] = built(things);
  assert.deepEqual(down?.limits.notWith, ["a/up"]);
});

const at = "things.box.properties.pump";

refusals([
  [
    "not_with an output that is not there",
    outputs("limits: { not_with: [heatr] }"),
    `${at}.limits.not_with[0]: box has no property heatr; did you mean "heater"?`,
  ],
  [
    "an output that conflicts with itself",
    outputs("limits: { not_with: [pump] }"),
    `${at}.limits.not_with[0]: an output cannot be kept from being on together with itself; name another one`,
  ],
  [
    "not_with what is never written",
    outputs("limits: { not_with: [door] }"),
    `${at}.limits.not_with[0]: box/door is never written; name an output, or ask for it in only_while`,
  ],
  [
    "not_with an output that rests at on",
    outputs("limits: { max_on: 1m, not_with: [heater] }", "limits: { hold: forever }").replace(
      `heater: { ${output}`,
      "heater: { type: boolean, to: { line: b, safe_value: true }",
    ),
    `${at}.limits.not_with[0]: the safe_value of box/heater is itself on, so the two could be on together; give it the value that is off`,
  ],
  [
    "not_with of an output that rests at on",
    outputs("limits: { not_with: [heater] }").replace(
      `pump: { ${output}`,
      "pump: { type: boolean, to: { line: b, safe_value: true }",
    ),
    `${at}.to.safe_value: is itself on, but must be off because of not_with; give the value that is off, or name it in off`,
  ],
  [
    "an output that needs what it forbids",
    outputs("limits: { max_on: 1m, not_with: [heater], only_while: { property: heater, is: true } }"),
    `${at}.limits: this output may be on only while box/heater is on, and not_with forbids just that; mend one`,
  ],
  [
    "an output that needs what forbids it",
    outputs(
      "limits: { max_on: 1m, only_if: { property: heater, is: true } }",
      "limits: { max_on: 1m, not_with: [pump] }",
    ),
    /pump\.limits: this output may be on only while box\/heater is on/,
  ],
  [
    "a dead time towards nobody",
    outputs("limits: { dead_time: 2s }"),
    `${at}.limits.dead_time: needs not_with beside it: the outputs that must be off for this time`,
  ],
  ["a dead time of 0", outputs("limits: { not_with: [heater], dead_time: 0s }"), /dead_time: should be longer than 0/],
  ["min_off of 0", outputs("limits: { min_off: 0ms }"), `${at}.limits.min_off: should be longer than 0`],
  [
    "a rate without a span",
    outputs("limits: { max_switches: 20 }"),
    `${at}.limits.max_switches: should be a number of times in a minute, an hour or a day, such as 3/m, 20/h or 50/d`,
  ],
  ["a rate by the week", outputs("limits: { max_switches: 20/w }"), /max_switches: should be a number of times/],
  [
    "a rate of 0",
    outputs("limits: { max_switches: 0/h }"),
    `${at}.limits.max_switches: should be from 1 to 1000 times`,
  ],
  ["a rate of 1001", outputs("limits: { max_switches: 1001/d }"), /max_switches: should be from 1 to 1000 times/],
  [
    "bounds of a boolean",
    outputs("limits: { minimum: 1 }"),
    `${at}.limits.minimum: only numbers have it; this is a boolean`,
  ],
  [
    "a bound that widens",
    property(
      "type: number, minimum: 5, maximum: 9, to: { line: a, safe_value: null }, limits: { minimum: 4.9, maximum: 9.1 }",
    ),
    "things.box.properties.p.limits.minimum: only narrows, and the property's minimum is 5",
  ],
  [
    "an upper bound that widens",
    property("type: number, maximum: 9, to: { line: a, safe_value: null }, limits: { maximum: 9.1 }"),
    "things.box.properties.p.limits.maximum: only narrows, and the property's maximum is 9",
  ],
  [
    "bounds that leave nothing",
    property("type: number, to: { line: a, safe_value: null }, limits: { minimum: 5, maximum: 4 }"),
    "things.box.properties.p.limits.minimum: is greater than maximum, 4; swap the two",
  ],
  [
    "a fraction as bound of an integer",
    property("type: integer, to: { line: a, safe_value: null }, limits: { minimum: 0.5 }"),
    "things.box.properties.p.limits.minimum: should be a whole number for an integer",
  ],
  ["hold of another word", outputs("limits: { hold: ever }"), `${at}.limits.hold: should be one of forever`],
  [
    "hold beside max_on",
    outputs("limits: { hold: forever, max_on: 1m }"),
    `${at}.limits.hold: stands beside max_on, which ends it; keep one of the two`,
  ],
  [
    "a limit with a slip",
    outputs("limits: { min_of: 1m }"),
    `${at}.limits.min_of: unknown key; did you mean "min_off"?`,
  ],
  [
    "on_link_loss of an input",
    property("type: boolean, from: { line: a }, on_link_loss: { after: 5m, do: safe }"),
    "things.box.properties.p.on_link_loss: holds for an output, and there is no to here; give it one, or leave this out",
  ],
  [
    "on_link_loss without its time",
    outputs("on_link_loss: { do: safe }"),
    `${at}.on_link_loss.after: is missing: Time without word from the homeserver.`,
  ],
  [
    "on_link_loss that does something else",
    outputs("on_link_loss: { after: 1m, do: save }"),
    `${at}.on_link_loss.do: should be one of safe, hold; did you mean "safe"?`,
  ],
  [
    "on_link_loss at once",
    outputs("on_link_loss: { after: 0s, do: safe }"),
    `${at}.on_link_loss.after: should be longer than 0`,
  ],
]);

for (const [key, keys] of [
  ["max_on", "limits: { max_on: 1m }"],
  ["only_while", "limits: { only_while: { property: door, is: true } }"],
  ["on_link_loss", "on_link_loss: { after: 1m, do: safe }"],
] as const) {
  test(`${key} needs a safe_value${key === "on_link_loss" ? ", on or off" : " that is off"}`, () => {
    const resting = (value: string): readonly string[] =>
      problemsOf(
        readBody(
          outputs(keys).replace(`pump: { ${output}`, `pump: { type: boolean, to: { line: a, safe_value: ${value} }`),
        ),
      );
    const isOn = `${at}.to.safe_value: is itself on, but must be off because of ${key}; give the value that is off, or name it in off`;
    assert.deepEqual(resting("true"), key === "on_link_loss" ? [] : [isOn]);
    assert.deepEqual(resting("null"), [
      `${at}.to.safe_value: is null, so ${key} would have nothing to set; give the value that is off`,
    ]);
    assert.deepEqual(resting("false"), []);
  });
}

test("what only a null safe_value leaves alone may have not_with, and hold on link loss", () => {
  const body = outputs("limits: { hold: forever, not_with: [heater] }, on_link_loss: { after: 1m, do: hold }");
  assert.deepEqual(
    problemsOf(
      readBody(
        body.replace(
          "pump: { type: boolean, to: { line: a, safe_value: false }",
          "pump: { type: boolean, to: { line: a, safe_value: null }",
        ),
      ),
    ),
    [],
  );
});

test("a word named by off is off", () => {
  const body = property(
    "type: string, enum: [shut, open], off: shut, to: { line: a, safe_value: shut }, limits: { max_on: 1m }",
  );
  assert.deepEqual(problemsOf(readBody(body)), []);
});

test("all that ends an output is named at once when its safe_value is on", () => {
  const body = property(
    "type: boolean, to: { line: a, safe_value: true }, limits: { max_on: 1m, only_while: { property: q, is: true } }",
  ).replace("p: {", "q: { type: boolean, from: { line: q } }, p: {");
  assert.deepEqual(problemsOf(readBody(body)), [
    "things.box.properties.p.to.safe_value: is itself on, but must be off because of max_on and only_while; give the value that is off, or name it in off",
  ]);
});
