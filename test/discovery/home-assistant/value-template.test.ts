import assert from "node:assert/strict";
import { test } from "node:test";
import { commandTemplate, valueTemplate } from "../../../src/discovery/home-assistant/value-template.ts";

const places: readonly (readonly [string, string | undefined])[] = [
  ["{{ value }}", undefined],
  ["{{value}}", undefined],
  ["{{ value_json.temperature }}", "/temperature"],
  ["{{ value_json.a.b_c }}", "/a/b_c"],
  ["{{ value_json['ENERGY'].Yesterday }}", "/ENERGY/Yesterday"],
  ['{{ value_json["a b"][0].c }}', "/a b/0/c"],
  ["{{ value_json['a/b~c'] }}", "/a~1b~0c"],
  ["{{- value_json.x | float -}}", "/x"],
  ["{{ value_json.x | is_defined }}", "/x"],
];

for (const [template, path] of places) {
  test(`${template} names a place`, () => assert.deepEqual(valueTemplate(template), { path }));
}

const programs = [
  "",
  "value",
  "{{ }}",
  "{{ value_json }}",
  "{{ value_json. }}",
  "{{ value_json.a + 1 }}",
  "{{ value_json.a | round(1) }}",
  "{{ value_json.a | default(0) }}",
  "{{ value_json['a' }}",
  "{{ value_json.a }}{{ value_json.b }}",
  "{% if value_json.on %}ON{% endif %}",
  "{{ states('sensor.x') }}",
  "{{ value_json['\\x'] }}",
  "{{ value_json.__class__() }}",
  `{{ value_json${".a".repeat(300)} }}`,
];

for (const template of programs) {
  test(`${template.slice(0, 40)} is none that can be kept`, () => assert.equal(valueTemplate(template), undefined));
}

test("a command template with one value in a text is a payload; others are not", () => {
  assert.equal(commandTemplate('{"speed": {{ value }}}'), '{"speed": {value}}');
  assert.equal(commandTemplate("{{ value }}"), "{value}");
  for (const program of [
    "",
    "on",
    "{{ value | int }}",
    "{{ value }} {{ value }}",
    "{% if value %}{{ value }}{% endif %}",
    "{value} {{ value }}",
  ]) {
    assert.equal(commandTemplate(program), undefined, program);
  }
});
