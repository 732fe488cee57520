import assert from "node:assert/strict";
import { test } from "node:test";
import type { VerificationRequest } from "@matrix-org/matrix-sdk-crypto-wasm";
import { asUserId } from "../../src/core/ids.ts";
import type { Library } from "../../src/matrix/load-library.ts";
import type { CryptoReach } from "../../src/matrix/reach-crypto.ts";
import { VerificationFlows } from "../../src/matrix/verification-flows.ts";
import { HandClock } from "../fakes/hand-clock.ts";

const ana = asUserId("@ana:x");
const bob = asUserId("@bob:x");

/** The crypto machine as far as requests go: what was cancelled, and what was sent for it. */
function scene() {
  const clock = new HandClock();
  const cancelled: string[] = [];
  const told: string[] = [];
  const request = (flowId: string): VerificationRequest => {
    const known = {
      flowId,
      isCancelled: () => cancelled.includes(flowId),
      isDone: () => false,
      cancel: () => {
        cancelled.push(flowId);
        return undefined;
      },
    };
    return known as unknown as VerificationRequest;
  };
  const machine = { getVerificationRequest: (_user: unknown, flowId: string) => request(flowId) };
  const reach = { machine, send: async () => undefined } as unknown as CryptoReach;
  class UserId {}
  const flows = new VerificationFlows({
    library: { wasm: { UserId } } as unknown as Library,
    reach,
    clock,
    log: () => undefined,
    isListed: (user) => user === ana || user === bob,
    onRequest: ({ user }) => told.push(user),
  });
  const toDevice = (type: string, sender: string, content: object) =>
    flows.takeToDevice([{ message: { type: `m.key.verification.${type}`, sender, content } }]);
  const asks = (sender: string, flow: string) => toDevice("request", sender, { transaction_id: flow });
  return { clock, flows, cancelled, told, toDevice, asks };
}

test("a request waits ten minutes for a person, then it is cancelled", async () => {
  const { clock, flows, cancelled, told, asks } = scene();
  asks(ana, "one");
  assert.deepEqual(told, [ana]);
  await clock.advance(599_999);
  assert.deepEqual(cancelled, []);
  await clock.advance(1);
  assert.deepEqual(cancelled, ["one"]);
  assert.equal(flows.take(), undefined);
  assert.equal(clock.waiting, 0);
});

test("who takes a request has it alone, the oldest first or that of somebody named", async () => {
  const { clock, flows, cancelled, asks } = scene();
  asks(ana, "one");
  asks(bob, "two");
  assert.equal(flows.take(bob)?.request.flowId, "two");
  assert.equal(flows.take()?.request.flowId, "one");
  assert.equal(flows.take(), undefined);
  await clock.advance(600_000);
  assert.deepEqual(cancelled, []);
});

test("of one person only the newest request waits, and of a stranger none", () => {
  const { flows, told, asks } = scene();
  asks(ana, "one");
  asks(ana, "two");
  asks("@mallory:x", "three");
  assert.deepEqual(told, [ana, ana]);
  assert.equal(flows.take()?.request.flowId, "two");
  assert.equal(flows.take(), undefined);
});

test("a key counts as covered only where every MAC of that flow and sender names it", () => {
  const { flows, toDevice, asks } = scene();
  const mac = (sender: string, flow: string, ...keys: readonly string[]) =>
    toDevice("mac", sender, { transaction_id: flow, mac: Object.fromEntries(keys.map((key) => [key, "x"])) });
  asks(ana, "one");
  const flow = flows.take() ?? assert.fail();
  assert.equal(flow.hasCovered("ed25519:master"), false);
  mac(bob, "one", "ed25519:master");
  mac(ana, "other", "ed25519:master");
  assert.equal(flow.hasCovered("ed25519:master"), false);
  mac(ana, "one", "ed25519:DEVICE", "ed25519:master");
  assert.equal(flow.hasCovered("ed25519:master"), true);
  mac(ana, "one", "ed25519:DEVICE");
  assert.equal(flow.hasCovered("ed25519:master"), false);
});

test("no shape of a to-device message breaks it", () => {
  const { flows } = scene();
  for (const junk of [
    null,
    1,
    "x",
    [],
    {},
    { message: null },
    { message: { type: "m.key.verification.mac", sender: ana, content: { transaction_id: "x", mac: [] } } },
  ]) {
    flows.takeToDevice([junk]);
  }
  assert.equal(flows.take(), undefined);
});
