import assert from "node:assert/strict";
import { once } from "node:events";
import { chmodSync, mkdirSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { describe, test } from "node:test";
import { Aedes } from "aedes";
import { connectAsync } from "mqtt";
import { checkClock } from "../../src/cli/doctor/check-clock.ts";
import { doctor } from "../../src/cli/doctor.ts";
import { openPseudoTerminal } from "../../src/machine/pseudo-terminal.ts";
import { type AgentSettings, startRoomwire, writeConfiguration } from "../agent/agent-process.ts";
import { closedPort } from "../agent/silent-server.ts";
import { temporaryDirectory } from "../fakes/temporary-directory.ts";

async function examine(directory: string, settings: Partial<AgentSettings> = {}) {
  const homeserver = `http://127.0.0.1:${await closedPort()}`;
  const all = { homeserver, user: "@agent:localhost", password: "a password", ...settings };
  const config = writeConfiguration(directory, all);
  const lines: string[] = [];
  const code = await doctor({ config, json: false }, (line) => lines.push(line));
  const about = (topic: string): string[] => lines.filter((line) => line.slice(6).startsWith(`${topic}: `));
  return { code, lines, about, config };
}

const listing = (directory: string): unknown[] =>
  readdirSync(directory, { recursive: true })
    .toSorted()
    .map((name) => [name, statSync(join(directory, String(name))).mtimeMs]);

/** Properties that make a connection one that is used. */
const uses = (...connections: readonly string[]): object =>
  Object.fromEntries(
    connections.map((connection) => {
      const value = connection.startsWith("broker") ? { topic: "a" } : connection === "trial" ? { line: "a" } : {};
      return [`use_${connection}`, { connection, properties: { value: { type: "string", from: value } } }];
    }),
  );

describe("doctor", { timeout: 60_000 }, () => {
  test("without a good configuration says what is wrong with it, and nothing else", async () => {
    using directory = temporaryDirectory();
    const { code, lines } = await examine(directory.path, { user: "agent" });
    assert.equal(code, 1);
    assert.match(lines.join("\n"), /^FAIL {2}configuration: .*matrix\.user.* — mend it/m);
    assert.ok(lines.every((line) => /configuration: /.test(line)));
  });

  test("before the first start finds what will be made, and makes none of it", async () => {
    using directory = temporaryDirectory();
    const before = listing(directory.path);
    const { code, about, lines } = await examine(directory.path);
    assert.equal(code, 1);
    assert.match(about("homeserver")[0] ?? "", /^FAIL .*nothing listens at .* — start the homeserver/);
    assert.match(about("crypto")[0] ?? "", /^ok .*the first start makes it/);
    assert.match(about("trust")[0] ?? "", /^ok .*the first start logs in/);
    assert.match(about("disk")[0] ?? "", /^ok .*not there yet; the first start makes it/);
    assert.equal(lines.filter((line) => line.startsWith("FAIL")).length, 1);
    assert.deepEqual(before, []);
    assert.deepEqual(readdirSync(directory.path).toSorted(), ["password", "roomwire.yaml"]);
  });

  test("says once, under trust, that an operator without a key in the file is not pinned", async () => {
    using directory = temporaryDirectory();
    const { about } = await examine(directory.path, { operators: [{ user: "@ana:localhost" }] });
    assert.match(about("trust").join("\n"), /@ana:localhost is not pinned/);
    assert.ok(about("configuration").every((line) => line.startsWith("ok")));
  });

  test("names the ports that are missing or are none, and opens those that answer", async () => {
    using directory = temporaryDirectory();
    using terminal = await openPseudoTerminal();
    const connections = {
      good: { type: "serial", path: terminal.path, baud_rate: 9600 },
      gone: { type: "serial", path: "/dev/serial/by-id/gone", baud_rate: 9600 },
      file: { type: "serial", path: "/etc/passwd", baud_rate: 9600 },
      adapter: { type: "serial", usb: "ffff:ffff:none", baud_rate: 9600 },
      trial: { type: "simulated", socket: join(directory.path, "nobody") },
      idle: { type: "simulated" },
      broker: { type: "mqtt", url: `mqtt://127.0.0.1:${await closedPort()}` },
    };
    const things = uses("good", "gone", "file", "adapter", "trial", "broker");
    const { about } = await examine(directory.path, { connections, things });
    const patterns = [
      /^ok {4}ports: good: .* may be opened$/,
      /^FAIL {2}ports: gone: .* is not there — plug it in/,
      /^FAIL {2}ports: file: \/etc\/passwd is no serial port — check `path`/,
      /^FAIL {2}ports: adapter: no port is ffff:ffff:none; there is .* — check the cable and `usb`$/,
      /^FAIL {2}ports: trial: no simulated hardware answers at .* — start it/,
      /^warn {2}ports: idle is used by no Thing/,
      /^FAIL {2}ports: broker: nothing listens at .* — check url/,
    ];
    for (const [place, pattern] of patterns.entries()) assert.match(about("ports")[place] ?? "", pattern);
  });

  test("logs in at a broker with the password, without throwing out the agent that has the client_id", async () => {
    using directory = temporaryDirectory();
    const broker = await Aedes.createBroker({
      authenticate: (_client, username, password, done) =>
        done(null, username === "roomwire" && String(password) === "the password"),
    });
    await using server = createServer(broker.handle);
    await once(server.listen(0, "127.0.0.1"), "listening");
    const address = server.address();
    const url = `mqtt://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`;
    writeFileSync(join(directory.path, "right"), "the password\n");
    writeFileSync(join(directory.path, "wrong"), "another one\n");
    const agent = await connectAsync(url, { clientId: "agent", username: "roomwire", password: "the password" });
    let isThrownOut = false;
    agent.on("close", () => {
      isThrownOut = true;
    });
    const login = { type: "mqtt", url, username: "roomwire", client_id: "agent" };
    const connections = {
      broker: { ...login, password_file: "right" },
      broker2: { ...login, password_file: "wrong" },
      broker3: { ...login, password_file: "missing" },
    };
    const { about } = await examine(directory.path, { connections, things: uses("broker", "broker2", "broker3") });
    const [right, wrong, missing] = about("ports");
    assert.match(right ?? "", /^ok .*takes the login$/);
    assert.match(wrong ?? "", /^FAIL .*does not allow this login — check username and password_file/);
    assert.match(missing ?? "", /^FAIL .*missing is not there — Make the file/);
    assert.equal(isThrownOut, false);
    await agent.endAsync(true);
    await new Promise<void>((closed) => broker.close(closed));
  });

  test("names a state directory that is a file, or open to others", async () => {
    using directory = temporaryDirectory();
    const state = join(directory.path, "state");
    writeFileSync(state, "");
    assert.match(
      (await examine(directory.path)).about("disk")[0] ?? "",
      /^FAIL .*is no directory — move the file away/,
    );
    using second = temporaryDirectory();
    mkdirSync(join(second.path, "state"));
    chmodSync(join(second.path, "state"), 0o755);
    const { about } = await examine(second.path);
    assert.match(about("disk")[0] ?? "", /^FAIL .*others may look into .*\(mode 0755\) — `chmod 700/);
    assert.match(about("disk")[1] ?? "", /MiB free; control\.db 0\.0 MiB/);
  });

  test("names what is wrong with the key store, and leaves it as it is", async () => {
    using directory = temporaryDirectory();
    const state = join(directory.path, "state");
    mkdirSync(state, { mode: 0o700 });
    writeFileSync(join(state, "login.json"), "{}");
    assert.match((await examine(directory.path)).about("crypto")[0] ?? "", /^FAIL .*is missing, but the login/);
    writeFileSync(join(state, "crypto.db"), "garbage".repeat(1000));
    assert.match((await examine(directory.path)).about("crypto")[0] ?? "", /^FAIL .*store\.key.* is missing/);
    writeFileSync(join(state, "store.key"), Buffer.alloc(32, 1));
    const before = listing(state);
    assert.match((await examine(directory.path)).about("crypto")[0] ?? "", /^FAIL .*crypto\.db is damaged.* — Move/);
    assert.deepEqual(listing(state), before);
  });

  test("says that the agent is running, and disturbs it in nothing", async () => {
    using directory = temporaryDirectory();
    const homeserver = `http://127.0.0.1:${await closedPort()}`;
    const config = writeConfiguration(directory.path, { homeserver, user: "@agent:localhost", password: "a password" });
    await using agent = startRoomwire(["run", "--config", config]);
    await agent.said(/waits for it/);
    const { about } = await examine(directory.path, { homeserver });
    assert.match(about("crypto")[0] ?? "", /^ok .*(agent is running|no key store yet)/);
    assert.equal(agent.complaints(/store|stored/).length, 0, agent.text());
    assert.equal((await agent.stop()).code, 0);
  });

  test("--json says the same as one object", async () => {
    using directory = temporaryDirectory();
    const { config } = await examine(directory.path);
    const lines: string[] = [];
    assert.equal(await doctor({ config, json: true }, (line) => lines.push(line)), 1);
    const { ok, findings } = JSON.parse(lines.join("")) as { ok: boolean; findings: Record<string, string>[] };
    assert.equal(ok, false);
    const fails = findings.filter(({ level }) => level === "FAIL");
    assert.deepEqual([fails.length, fails[0]?.topic], [1, "homeserver"]);
    assert.ok(fails.every(({ remedy = "" }) => remedy.length > 10));
  });
});

test("a clock that is not synchronised is a warning that says what follows, unless it is said to be right", () => {
  const wrong = { isTrusted: () => false };
  assert.equal(checkClock("auto", { isTrusted: () => true }).level, "ok");
  assert.equal(checkClock("trusted", wrong).level, "ok");
  const { level, text, remedy } = checkClock("auto", wrong);
  assert.equal(level, "warn");
  assert.match(text, /commands must be proven fresh/);
  assert.match(remedy ?? "", /time synchronisation/);
});
