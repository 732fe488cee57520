import assert from "node:assert/strict";
import { test } from "node:test";
import { askAgent } from "../../src/cli/ask-agent.ts";
import { type OperationName, openOperation, operationSocket } from "../../src/wiring/operation.ts";
import { HandClock } from "../fakes/hand-clock.ts";
import { LogLines } from "../fakes/log-lines.ts";
import { temporaryDirectory } from "../fakes/temporary-directory.ts";

const ask = (stateDirectory: string, name: OperationName = "audit") => askAgent({ stateDirectory, do: name });

test("what is offered is answered; before and after, who asks is told to wait", async () => {
  using directory = temporaryDirectory();
  const parts = { stateDirectory: directory.path, clock: new HandClock(), log: new LogLines() };
  assert.equal(await ask(directory.path), undefined);
  await using operation = await openOperation(parts);
  await assert.rejects(ask(directory.path), { code: "agent-refused", message: /not as far/ });
  using offered = operation.offer("audit", async ({ say }) => {
    await say({ line: 1 });
    return { end: { is: "good" } };
  });
  assert.deepEqual(await ask(directory.path), { is: "good" });
  offered[Symbol.dispose]();
  await assert.rejects(ask(directory.path), { code: "agent-refused" });
});

test("an agent of other stores is not ours", async () => {
  using directory = temporaryDirectory();
  using other = temporaryDirectory();
  const parts = { stateDirectory: directory.path, clock: new HandClock(), log: new LogLines() };
  await using operation = await openOperation(parts);
  let isAsked = false;
  operation.offer("wipe", async () => {
    isAsked = true;
    return { end: {} };
  });
  process.env.RUNTIME_DIRECTORY = directory.path;
  try {
    assert.equal(await ask(other.path, "wipe"), undefined);
  } finally {
    delete process.env.RUNTIME_DIRECTORY;
  }
  assert.ok(!isAsked);
  assert.deepEqual(await ask(`${directory.path}/`, "wipe"), {});
});

test("without a door the agent goes on and says so", async () => {
  using directory = temporaryDirectory();
  const lines = new LogLines();
  await using operation = await openOperation({
    stateDirectory: `${directory.path}/${"x".repeat(120)}`,
    clock: new HandClock(),
    log: lines,
  });
  operation.offer("audit", async () => ({ end: {} }));
  assert.match(lines.lines.join(), /cannot be asked from this machine/);
});

test("the socket stands in systemd's directory where there is one", () => {
  assert.equal(operationSocket("/var/lib/roomwire", { RUNTIME_DIRECTORY: "/run/a:/run/b" }), "/run/a/control.sock");
  assert.equal(operationSocket("/var/lib/roomwire", {}), "/var/lib/roomwire/control.sock");
});
