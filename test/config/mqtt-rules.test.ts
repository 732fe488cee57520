import assert from "node:assert/strict";
import { test } from "node:test";
import { driverTable } from "../../src/drivers/driver-table.ts";
import { problemsOf, readText } from "./read-text.ts";

/** What `check` says of a broker, and of a property on it. */
function problems(connection: string, binding = "from: { topic: t }"): readonly string[] {
  const text = `matrix: { homeserver: "https://hs", user: "@agent:hs" }
connections: { bus: { type: mqtt, ${connection} } }
things: { box: { connection: bus, properties: { p: { type: boolean, ${binding} } } } }
`;
  return problemsOf(readText(text, {}, undefined, driverTable));
}

const secure = 'url: "mqtts://nas:8883"';
const plain = 'url: "mqtt://nas"';

test("version, session, certificates, questions and expiry are taken", () => {
  assert.deepEqual(
    problems(`${secure}, ca_file: ca.pem, cert_file: me.pem, key_file: me.key, version: 5, session_expiry: 2d`),
    [],
  );
  assert.deepEqual(problems(`${plain}, version: 3.1.1`), []);
  assert.deepEqual(
    problems(plain, 'from: { topic: t, request_topic: t/get, request: \'{"state":""}\', poll: 10m }'),
    [],
  );
  assert.deepEqual(problems(plain, "to: { topic: t, expiry: 1h, safe_value: false }"), []);
});

const wrong: readonly (readonly [connection: string, binding: string, problem: string])[] = [
  [`${secure}, cert_file: me.pem`, "from: { topic: t }", "connections.bus.cert_file: needs key_file"],
  [`${secure}, key_file: me.key`, "from: { topic: t }", "connections.bus.key_file: needs cert_file"],
  [`${plain}, ca_file: ca.pem`, "from: { topic: t }", "connections.bus.ca_file: is for an encrypted connection"],
  [`${plain}, version: 4`, "from: { topic: t }", "connections.bus.version"],
  [
    `${plain}, version: 3.1.1, session_expiry: 2d`,
    "from: { topic: t }",
    "connections.bus.session_expiry: needs MQTT 5",
  ],
  [`${plain}, session_expiry: 200ms`, "from: { topic: t }", "connections.bus.session_expiry: should be at least 1s"],
  [`${plain}, session_expiry: 50000d`, "from: { topic: t }", "connections.bus.session_expiry: is too long"],
  [plain, "from: { topic: t, request: x }", "from.request: needs request_topic"],
  [plain, "from: { topic: t, poll: 10s }", "from.poll: needs request_topic"],
  [plain, "to: { topic: t, expiry: 0s, safe_value: null }", "to.expiry: should be at least 1s"],
  [`${plain}, version: 3.1.1`, "to: { topic: t, expiry: 10s, safe_value: null }", "to.expiry: needs MQTT 5"],
  [
    `${plain}, version: 3.1.1`,
    "to: { topic: t, response_topic: a, safe_value: null }",
    "to.response_topic: needs MQTT 5",
  ],
  [plain, "to: { topic: t, response_match: ok, safe_value: null }", "to.response_match: needs response_topic"],
  [plain, "to: { topic: t, within: 5s, safe_value: null }", "to.within: needs response_topic"],
  [plain, 'to: { topic: t, response_topic: a, response_match: "(", safe_value: null }', "to.response_match: "],
];

for (const [connection, binding, problem] of wrong) {
  test(`check tells: ${problem}`, () => {
    const [first = "no problem", ...others] = problems(connection, binding).map((line) => line.replaceAll("`", ""));
    assert.ok(first.includes(problem), first);
    assert.deepEqual(others, []);
  });
}
