import assert from "node:assert/strict";
import { chmodSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { doctor } from "../../src/cli/doctor.ts";
import { type AgentSettings, startRoomwire, writeConfiguration } from "../agent/agent-process.ts";
import { temporaryDirectory } from "../fakes/temporary-directory.ts";
import { createUser, openPlainClient, request, synapseUrl, withoutSynapse } from "./matrix-user.ts";

async function examine(config: string) {
  const lines: string[] = [];
  const code = await doctor({ config, json: false }, (line) => lines.push(line));
  const about = (topic: string): string[] => lines.filter((line) => line.slice(6).startsWith(`${topic}: `));
  return { code, text: lines.join("\n"), about };
}

describe("doctor with a homeserver", { skip: withoutSynapse, timeout: 90_000 }, () => {
  test("finds all well beside a running agent, and after it; and names what is changed then", async () => {
    using directory = temporaryDirectory();
    const user = await createUser(synapseUrl, "agent");
    await using operator = await openPlainClient(synapseUrl, await createUser(synapseUrl, "operator"));
    const settings = (change: Partial<AgentSettings> = {}): AgentSettings => ({
      homeserver: synapseUrl,
      user: user.id,
      password: user.password,
      ...change,
    });
    const master_key = await operator.masterKey();
    const pinned = { user: operator.userId, master_key, may: ["read"] };
    const config = writeConfiguration(directory.path, settings({ operators: [pinned] }));
    const state = (name: string): string => join(directory.path, "state", name);
    {
      await using agent = startRoomwire(["run", "--config", config]);
      await agent.said(/^ready/);
      const { code, text, about } = await examine(config);
      assert.equal(code, 0, text);
      assert.doesNotMatch(text, /^(warn|FAIL)/m);
      assert.match(about("homeserver")[0] ?? "", /answers in \d+ ms and speaks up to v1\.\d+/);
      assert.match(about("crypto")[0] ?? "", /its key opens it; the agent is running with it \(process \d+\)/);
      assert.match(
        about("trust").join("\n"),
        /is signed by its user\n.*recovery key is kept.*\n.*is pinned by master_key/,
      );
      const { accessToken } = JSON.parse(readFileSync(state("login.json"), "utf8")) as { accessToken: string };
      assert.ok(!text.includes(accessToken));
      assert.deepEqual(agent.complaints(), []);
      assert.equal((await agent.stop()).code, 0);
    }
    const after = await examine(config);
    assert.equal(after.code, 0, after.text);
    assert.match(after.about("crypto")[0] ?? "", /its key opens it$/);
    assert.equal(after.about("rooms").length, 2);
    assert.match(after.about("rooms").join("\n"), /room .*joined, encrypted.*\n.*data_room .*joined, encrypted/);

    chmodSync(state("recovery-key"), 0o644);
    writeConfiguration(directory.path, settings({ operators: [{ user: operator.userId }] }));
    const loose = await examine(config);
    assert.equal(loose.code, 1);
    assert.match(loose.text, /^FAIL {2}trust: others may read .*recovery-key — `chmod 600/m);
    assert.match(
      loose.text,
      new RegExp(
        `^warn {2}trust: .* is not pinned, no command is taken — .*${master_key.replaceAll(/[+/]/g, "\\$&")}`,
        "m",
      ),
    );
    writeConfiguration(directory.path, settings({ operators: [{ ...pinned, master_key: `${"A".repeat(42)}A` }] }));
    assert.match((await examine(config)).text, /^FAIL {2}trust: .* has another master key than the pinned one/m);

    const { accessToken } = JSON.parse(readFileSync(state("login.json"), "utf8")) as { accessToken: string };
    await request(synapseUrl, "POST", "/logout", {}, accessToken);
    assert.match((await examine(config)).text, /^FAIL {2}trust: the login of .* has ended — /m);
  });

  test("names a room that is not encrypted, and one where the agent lacks power", async () => {
    using directory = temporaryDirectory();
    const user = await createUser(synapseUrl, "agent");
    await using operator = await openPlainClient(synapseUrl, await createUser(synapseUrl, "operator"));
    const plain = await operator.createRoom([user.id], null);
    const sealed = await operator.createRoom([user.id]);
    const config = writeConfiguration(directory.path, {
      homeserver: synapseUrl,
      user: user.id,
      password: user.password,
      operators: [{ user: operator.userId, master_key: await operator.masterKey() }],
      matrix: { room: plain, data_room: sealed },
    });
    await using agent = startRoomwire(["run", "--config", config]);
    await agent.said(/^ready/);
    const { about } = await examine(config);
    const [first, second] = about("rooms");
    assert.match(first ?? "", /^FAIL .* is not encrypted: nothing is sent to it — turn on encryption/);
    assert.match(second ?? "", /^warn .* may not write state in data_room .* — give @agent.* power level 50; it has 0/);
    await agent.stop();
  });
});
