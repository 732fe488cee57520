import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { AgentFault } from "../../src/core/agent-fault.ts";
import { hideSecrets } from "../../src/machine/hide-secrets.ts";
import { openLog } from "../../src/machine/open-log.ts";

function logged(pretty: boolean, use: (log: ReturnType<typeof openLog>) => void): string {
  const lines: string[] = [];
  use(openLog({ level: "debug", pretty, write: (line) => lines.push(line) }));
  return lines.join("");
}

const canary = "canary-7Qm2xV";
const token = "syt_Z3JlZW4_AbCdEfGhIjKlMnOp_0aBcDe";
const recovery = "EsTc LW2K PGiF wKEA 3As5 g5c4 BXwk qeeJ ZJV8 Q9fu gUMN UE4d";

const leaks: readonly (readonly [string, object])[] = [
  ["a field named access_token", { access_token: canary }],
  ["a field named in another case", { login: { "Access-Token": canary, accessToken: canary } }],
  ["a password in a nested object", { settings: { broker: { password: canary } } }],
  ["a numeric password", { password: 7_731_990_123 }],
  ["an authorization header", { headers: { Authorization: `Bearer ${canary}` } }],
  ["a map", { all: new Map([["recovery_key", canary]]) }],
  ["key material", { keyMaterial: Buffer.from(canary), privateKey: canary, key: canary }],
  ["bytes under a harmless name", { data: Buffer.from(canary) }],
  ["a token in a URL", { url: `http://h/_matrix?access_token=${canary}&x=1` }],
  ["a password in a URL", { url: `mqtt://roomwire:${canary}@nas:1883` }],
  ["JSON in a text", { body: JSON.stringify({ password: canary, refresh_token: canary }) }],
  ["a token by its shape", { seen: `got ${token}` }],
  ["a recovery key by its shape", { printed: `key: ${recovery}.` }],
  ["a recovery key without spaces", { printed: recovery.replaceAll(" ", "") }],
  ["an error's message", { error: new Error(`password=${canary}`) }],
  [
    "what was hidden by an error while closing",
    { error: new SuppressedError(new Error("gone"), nested(new Error(`Bearer ${canary}`))) },
  ],
  ["a cause three errors deep", { error: nested(new Error(`Authorization: Bearer ${canary}`)) }],
  ["an aggregate", { error: new AggregateError([new Error(`secret: ${canary}`)], "several") }],
  [
    "an error's own fields",
    { error: Object.assign(new Error("x"), { config: { headers: { authorization: canary } } }) },
  ],
  ["a field's name", { [`access_token=${canary}`]: 1 }],
];

function nested(cause: Error): Error {
  const inner = new AgentFault("wrong-password", `it said ${token}`, { cause });
  return new Error("outer", { cause: new Error("middle", { cause: inner }) });
}

for (const pretty of [false, true]) {
  const kind = pretty ? "readable" : "JSON";
  for (const [what, fields] of leaks) {
    test(`a ${kind} line hides ${what}`, () => {
      const text = logged(pretty, (log) => log.warn("something happened", fields));
      assert.match(text, /something happened/);
      for (const secret of [canary, token, recovery, recovery.replaceAll(" ", ""), "7731990123"]) {
        assert.ok(!text.includes(secret), text);
      }
    });
  }

  test(`a ${kind} line hides a registered secret wherever it stands`, () => {
    const text = logged(pretty, (log) => {
      log.hide("hunter2-hunter2");
      log.error("the answer was hunter2-hunter2", {
        harmless: "say hunter2-hunter2 twice",
        "hunter2-hunter2": [["hunter2-hunter2"]],
        error: new Error("hunter2-hunter2"),
      });
    });
    assert.ok(!text.includes("hunter2"), text);
    assert.ok(text.split("[hidden]").length > 4, text);
  });
}

test("of what is renewed again and again under one name only the last few are hidden", () => {
  const text = logged(false, (log) => {
    log.hide("password-of-the-account");
    for (let turn = 1; turn <= 9; turn++) log.hide(`token-number-${turn}`, "access token");
    log.hide("token-number-9", "access token");
    log.info("token-number-5 token-number-6 token-number-9 password-of-the-account");
  });
  assert.match(text, /"token-number-5 \[hidden\] \[hidden\] \[hidden\]"/);
});

test("what is no secret stays readable", () => {
  const text = logged(true, (log) => {
    log.hide("ok");
    log.info("link is back", {
      thing: "greenhouse",
      code: "connection-down",
      password_file: "/etc/x",
      ok: true,
      ms: 12,
    });
  });
  assert.match(text, /^\d\d:\d\d:\d\d\.\d{3} INFO {2}link is back thing=greenhouse code=connection-down /);
  assert.match(text, /password_file=\/etc\/x ok=true ms=12\n$/);
});

test("a readable line shows the chain of causes and has neither colours nor line breaks of strangers", () => {
  const text = logged(true, (log) => {
    log.error("start\nfailed \u001b[31m", { error: nested(new Error("disk\nfull")), room: "a\u009b2J b" });
  });
  assert.equal(text.split("\n").length, 2);
  assert.doesNotMatch(text.trimEnd(), /\p{Cc}/u);
  assert.match(text, /Error: outer ← Error: middle ← AgentFault: .* ← Error: disk \/ full/);
});

test("a readable line shows both where closing failed after something else had", () => {
  const error = new SuppressedError(new Error("gone"), nested(new Error("disk")));
  assert.match(
    logged(true, (log) => log.error("failed", { error })),
    /SuppressedError.* ← Error: gone ← Error: outer ← .* ← Error: disk/,
  );
});

test("a JSON line carries level, time, message and fields by name", () => {
  const line = JSON.parse(
    logged(false, (log) => log.warn("gone", { thing: "pump", level: 3, error: new Error("why") })),
  );
  assert.equal(line.level, "warn");
  assert.equal(line.message, "gone");
  assert.equal(line.thing, "pump");
  assert.equal(line.level_, 3);
  assert.equal(line.error.message, "why");
  assert.ok(Math.abs(Date.parse(line.time) - Date.now()) < 60_000);
});

test("lines below the level cost nothing and show nothing", () => {
  const lines: string[] = [];
  const log = openLog({ level: "warn", write: (line) => lines.push(line) });
  log.info("quiet", {
    get thing(): never {
      throw new Error("was looked at");
    },
  });
  assert.deepEqual(lines, []);
});

test("an error given in place of fields is logged as one", () => {
  const line = JSON.parse(logged(false, (log) => log.error("stopped", new Error("no disk"))));
  assert.equal(line.error.message, "no disk");
});

test("hiding never throws and never lets a registered value through, whatever the data", () => {
  fc.assert(
    fc.property(fc.anything({ withBigInt: true, withMap: true, withSet: true, withTypedArray: true }), (data) => {
      const circle: Record<string, unknown> = { data, secret: canary, list: [canary, `x${canary}`] };
      circle.self = circle;
      assert.ok(!JSON.stringify(hideSecrets(circle, [canary])).includes(canary));
    }),
  );
});
