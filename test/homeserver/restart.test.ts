import assert from "node:assert/strict";
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { describe, test } from "node:test";
import type { OpenedEvent, PutOutcome } from "../../src/core/room-ports.ts";
import { temporaryDirectory } from "../fakes/temporary-directory.ts";
import { until } from "../fakes/until.ts";
import type { ChildOrder } from "./agent-child.ts";
import type { RigOptions } from "./agent-rig.ts";
import { createUser, openPlainClient, synapseUrl, withoutSynapse } from "./matrix-user.ts";

interface Child extends Disposable {
  readonly process: ChildProcess;
  readonly deviceId: string;
  ask(order: ChildOrder): Promise<unknown>;
}

async function startChild(options: RigOptions): Promise<Child> {
  const child = fork(join(import.meta.dirname, "agent-child.ts"), { stdio: ["ignore", "inherit", "inherit", "ipc"] });
  const ask = async (order: ChildOrder): Promise<unknown> => {
    child.send(order);
    const [{ answer, error }] = (await once(child, "message")) as [{ answer?: unknown; error?: string }];
    if (error !== undefined) throw new Error(error);
    return answer;
  };
  const { deviceId } = (await ask({ open: options })) as { deviceId: string };
  return { process: child, deviceId, ask, [Symbol.dispose]: () => void child.kill("SIGKILL") };
}

async function end(child: Child, how: "kill -9" | "a clean stop"): Promise<void> {
  const gone = once(child.process, "exit");
  if (how === "a clean stop") await child.ask({ close: true });
  child.process.kill("SIGKILL");
  await gone;
}

const ids = (events: unknown): unknown[] =>
  (events as OpenedEvent[]).map((event) => (event.kind === "opened" ? event.content.id : event));

describe("a new process on the same files", { skip: withoutSynapse, timeout: 90_000 }, () => {
  for (const how of ["kill -9", "a clean stop"] as const) {
    test(`after ${how} is the same device, knows the rooms, and finds each event once`, async () => {
      using directory = temporaryDirectory();
      const [user, owner] = await Promise.all([createUser(synapseUrl, "agent"), createUser(synapseUrl, "op")]);
      await using operator = await openPlainClient(synapseUrl, owner);
      const room = await operator.createRoom([user.id]);
      const options = { directory: directory.path, user, operators: [owner.id], room };

      using first = await startChild(options);
      const sent = (await first.ask({ send: { room, content: { n: 1 }, txn: "a" } })) as PutOutcome;
      assert.equal(sent.kind, "sent");
      await operator.send(room, "dev.roomwire.command", { id: "c1" });
      assert.deepEqual(ids(await first.ask({ read: 1 })), ["c1"]);
      await end(first, how);

      await operator.send(room, "dev.roomwire.command", { id: "c2" });
      await operator.client.setRoomName(room, "Renamed meanwhile");
      await operator.send(room, "dev.roomwire.command", { id: "c3" });

      using second = await startChild(options);
      assert.equal(second.deviceId, first.deviceId);
      assert.deepEqual(ids(await second.ask({ read: 3 })), ["c1", "c2", "c3"]);
      await operator.send(room, "dev.roomwire.command", { id: "c4" });
      assert.deepEqual(ids(await second.ask({ read: 1 })), ["c4"]);
      assert.deepEqual(await second.ask({ facts: room }), {
        encrypted: true,
        members: [owner.id, user.id].sort(),
        name: "Renamed meanwhile",
        token: true,
        faults: [],
      });
      const again = (await second.ask({ send: { room, content: { n: 2 }, txn: "b" } })) as PutOutcome;
      assert.equal(again.kind, "sent");
      const numbers = (): unknown[] =>
        operator.received(room, "dev.roomwire.telemetry").map(({ content }) => content.n);
      await until("the operator read both", () => numbers().length === 2);
      assert.deepEqual(numbers(), [1, 2]);
    });
  }
});
