import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { auditType } from "../../schemas/audit.ts";
import { commandType } from "../../schemas/command.ts";
import { startRoomwire } from "../agent/agent-process.ts";
import { temporaryDirectory } from "../fakes/temporary-directory.ts";
import { until } from "../fakes/until.ts";
import { inviteAgent } from "./invited-agent.ts";
import { request, synapseUrl, withoutSynapse } from "./matrix-user.ts";

async function run(words: readonly string[]) {
  await using process = startRoomwire(words);
  const code = await process.ended;
  return { code, text: process.text() };
}

test("the audit of a running agent holds what the room was told; wiped, nothing is left and its device is gone", {
  skip: withoutSynapse,
  timeout: 90_000,
}, async () => {
  using directory = temporaryDirectory();
  await using invited = await inviteAgent(directory.path, synapseUrl);
  const { user, operator, room, file } = invited;
  const state = join(directory.path, "state");
  await using agent = startRoomwire(["run", "--config", file]);
  await agent.said(/^ready/);
  await until("the head is in the room", () => operator.received(room, auditType).length > 0);
  const told = operator.received(room, auditType)[0]?.content ?? assert.fail();

  const target = { v: 1, id: randomUUID(), agent: user.id, room_id: room, thing: "box", op: "write", name: "lamp" };
  const times = { issued_at: Date.now(), expires_at: Date.now() + 30_000 };
  await operator.send(room, commandType, { ...target, input: true, ...times });
  await until("the command has its result", () => operator.received(room, "dev.roomwire.result").length === 1);
  const audit = await run(["audit", "--config", file, "--head", `${told.length}:${told.head}`]);
  assert.equal(audit.code, 0, audit.text);
  const who = operator.userId.replaceAll(".", "\\.");
  assert.match(audit.text, new RegExp(`command   ${who}  write box/lamp true  `));
  assert.match(audit.text, new RegExp(`outcome   ${who}  done  id=${target.id}  confirmed=`));
  assert.match(audit.text, /the head that was given is one of them\nthe chain holds: /);
  const other = await run(["audit", "--verify", "--config", file, "--head", `${told.length}:${"0".repeat(64)}`]);
  assert.equal(other.code, 1);

  const login = JSON.parse(readFileSync(join(state, "login.json"), "utf8")) as Record<
    "accessToken" | "deviceId",
    string
  >;
  const secrets = [login.accessToken, readFileSync(join(state, "recovery-key"), "utf8").trim(), target.id];
  const wiped = await run(["wipe", "--yes", "--config", file]);
  assert.equal(wiped.code, 0, wiped.text);
  assert.equal(await agent.ended, 77);
  assert.match(wiped.text, new RegExp(`device ${login.deviceId} of .* is logged out at`));
  assert.deepEqual(readdirSync(state), []);
  assert.ok(!secrets.some((secret) => wiped.text.includes(secret) || agent.text().includes(login.accessToken)));
  await assert.rejects(
    request(synapseUrl, "GET", "/account/whoami", undefined, login.accessToken),
    /M_UNKNOWN_TOKEN|401/,
  );
  assert.ok(existsSync(file));

  const none = await run(["audit", "--config", file]);
  assert.equal(none.code, 2);
});
