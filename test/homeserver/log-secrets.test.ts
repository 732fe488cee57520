import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { readingsDelivered, startRoomwire, writeConfiguration } from "../agent/agent-process.ts";
import { temporaryDirectory } from "../fakes/temporary-directory.ts";
import { until } from "../fakes/until.ts";
import { createUser, request, synapseUrl, withoutSynapse } from "./matrix-user.ts";

test("a whole life of an agent at --verbose writes no secret into its log", {
  skip: withoutSynapse,
  timeout: 300_000,
}, async () => {
  using directory = temporaryDirectory();
  const user = await createUser(synapseUrl, "agent");
  const file = writeConfiguration(directory.path, {
    homeserver: synapseUrl,
    user: user.id,
    password: user.password,
    more: { telemetry: { every: "200ms" } },
  });
  const state = (name: string): Buffer => readFileSync(join(directory.path, "state", name));
  const texts: string[] = [];
  const live = async (until_: (agent: ReturnType<typeof startRoomwire>) => Promise<unknown>): Promise<void> => {
    await using agent = startRoomwire(["run", "--verbose", "--config", file]);
    await until_(agent);
    texts.push(agent.text());
  };
  await live(async (agent) => {
    await agent.said(/^ready/);
    await until("something is sent", () => readingsDelivered(directory.path) > 0);
    await agent.stop();
  });
  await live(async (agent) => {
    await agent.said(/^ready/);
    const { accessToken } = JSON.parse(state("login.json").toString()) as { accessToken: string };
    await request(synapseUrl, "POST", "/logout", {}, accessToken);
    await agent.ended;
  });
  const { accessToken } = JSON.parse(state("login.json").toString()) as { accessToken: string };
  const recoveryKey = state("recovery-key").toString().trim();
  const storeKey = state("store.key");
  const forms = ["hex", "base64", "base64url"] as const;
  const secrets = {
    password: user.password,
    accessToken,
    recoveryKey,
    "recovery key without spaces": recoveryKey.replaceAll(" ", ""),
    ...Object.fromEntries(forms.map((form) => [form, storeKey.toString(form).replace(/=+$/, "")])),
  };
  const all = texts.join("\n");
  assert.ok(
    texts.every((text) => text.split("\n").length > 8),
    all,
  );
  for (const [name, secret] of Object.entries(secrets)) {
    assert.ok(secret.length >= 12, name);
    assert.ok(!all.includes(secret), `the log holds the ${name}`);
  }
});
