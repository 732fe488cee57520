import assert from "node:assert/strict";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { describe, test } from "node:test";
import type { AgentFault } from "../../src/core/agent-fault.ts";
import { temporaryDirectory } from "../fakes/temporary-directory.ts";
import { until } from "../fakes/until.ts";
import { openAgent } from "./agent-rig.ts";
import { createUser, request, synapseUrl, withoutSynapse } from "./matrix-user.ts";

const code = (wanted: AgentFault["code"]) => (error: AgentFault) => error.code === wanted;

describe("signing in", { skip: withoutSynapse, timeout: 60_000 }, () => {
  test("tells a wrong password and a missing one apart, and waits for no answer that came", async () => {
    using directory = temporaryDirectory();
    const user = await createUser(synapseUrl, "agent");
    const wrong = { ...user, password: "not it" };
    await assert.rejects(openAgent({ directory: directory.path, user: wrong }), code("wrong-password"));
    const parts = { readPassword: () => undefined };
    await assert.rejects(openAgent({ directory: directory.path, user, parts }), code("no-credentials"));
  });

  test("ends in logged-out when the device was logged out, at the start and while it runs", async () => {
    using directory = temporaryDirectory();
    const user = await createUser(synapseUrl, "agent");
    const options = { directory: directory.path, user };
    {
      await using agent = await openAgent(options);
      const login = JSON.parse(readFileSync(join(directory.path, "credentials.json"), "utf8")) as Record<
        string,
        string
      >;
      assert.equal(login.deviceId, agent.link.deviceId);
      await request(synapseUrl, "POST", "/logout", {}, login.accessToken);
      await until("the agent noticed", () => agent.faults.length > 0);
      assert.deepEqual(
        agent.faults.map((fault) => fault.code),
        ["logged-out"],
      );
    }
    await assert.rejects(openAgent(options), code("logged-out"));
  });

  test("waits for a homeserver that is away and says so once", async () => {
    using directory = temporaryDirectory();
    const user = await createUser(synapseUrl, "agent");
    const reasons: string[] = [];
    let refused = 0;
    await using proxy = createServer((_request, answer) => answer.writeHead(502).end()).listen(0, "127.0.0.1");
    await once(proxy, "listening");
    const away = proxy.address();
    const awayUrl = typeof away === "object" && away !== null ? `http://127.0.0.1:${away.port}` : assert.fail();
    const flaky: typeof fetch = (input, init) => {
      const url = String(input);
      if (refused >= 2) return fetch(input, init);
      refused++;
      return fetch(url.replace(synapseUrl, awayUrl), init);
    };
    const parts = { fetch: flaky, onWaiting: (reason: string) => reasons.push(reason), random: () => 0 };
    await using agent = await openAgent({ directory: directory.path, user, parts });
    assert.equal(agent.link.identity.kind, "signed");
    assert.equal(refused, 2);
    assert.equal(reasons.length, 1);
  });

  test("makes the identity once and keeps a recovery key that signs another device of the account", async () => {
    using directory = temporaryDirectory();
    const user = await createUser(synapseUrl, "agent");
    await using agent = await openAgent({ directory: directory.path, user });
    const text = readFileSync(join(directory.path, "recovery.key"), "utf8");
    using second = temporaryDirectory();
    const settings = { role: "operator" as const };
    const side = { directory: second.path, user, settings };
    {
      await using unsigned = await openAgent(side);
      assert.equal(unsigned.link.identity.kind, "unsigned");
    }
    await using signed = await openAgent({ ...side, parts: { readRecoveryKey: () => text } });
    assert.deepEqual(signed.link.identity, agent.link.identity);
    assert.notEqual(signed.link.deviceId, agent.link.deviceId);
  });
});
