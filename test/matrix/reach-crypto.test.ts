import assert from "node:assert/strict";
import { test } from "node:test";
import type { AgentFault } from "../../src/core/agent-fault.ts";
import { loadLibrary } from "../../src/matrix/load-library.ts";
import { reachCrypto } from "../../src/matrix/reach-crypto.ts";
import { type SenderLists, senderLists, senderTrust } from "../../src/matrix/sender-trust.ts";

const library = await loadLibrary(() => undefined);

async function clientWithCrypto() {
  const client = library.sdk.createClient({
    baseUrl: "http://127.0.0.1:1",
    userId: "@agent:x",
    deviceId: "D",
    accessToken: "t",
    logger: library.logger,
    fetchFn: async () => Response.json({ errcode: "M_NOT_FOUND" }, { status: 404 }),
  });
  await client.initRustCrypto({ useIndexedDB: false });
  return client;
}

test("the installed library has every hidden part that is reached for, from one copy of the crypto package", async () => {
  const client = await clientWithCrypto();
  const reach = reachCrypto(client);
  const room = new library.wasm.RoomId("!room");
  await reach.discardSession(room);
  const stranger = new library.wasm.UserId("@op:x");
  assert.deepEqual(await senderLists(reach.lists, stranger), { masterKey: undefined, devices: [] });
  const settings = new library.wasm.DecryptionSettings(library.wasm.TrustRequirement.CrossSigned);
  const content = {
    algorithm: "m.megolm.v1.aes-sha2",
    ciphertext: "AwgA",
    session_id: "s",
    sender_key: "k",
    device_id: "D",
  };
  const event = { type: "m.room.encrypted", event_id: "$1", sender: "@op:x", origin_server_ts: 1, content };
  await assert.rejects(
    reach.decrypt(JSON.stringify(event), new library.wasm.RoomId("!room"), settings),
    (error) => error instanceof library.wasm.MegolmDecryptionError,
  );
  client.stopClient();
});

test("a library that lacks one ends with a clear sentence", async () => {
  const client = await clientWithCrypto();
  Object.assign(client.getCrypto() ?? {}, { outgoingRequestProcessor: undefined });
  assert.throws(
    () => reachCrypto(client),
    (error: AgentFault) => error.code === "internal" && /reach-crypto/.test(error.message),
  );
});

test("the library's global logger and its children are silent", async (context) => {
  const { logger } = await import("matrix-js-sdk/lib/logger.js");
  const say = ["log", "warn", "error"] as const;
  const spoken = say.map((name) => context.mock.method(console, name, () => undefined));
  logger.error("x");
  logger.getChild("[child]").warn("y");
  assert.deepEqual(
    spoken.map((mock) => mock.mock.callCount()),
    [0, 0, 0],
  );
});

test("a device is found by both its keys, and counts as signed only if all with these keys are", () => {
  const keys = { curve25519: "c", ed25519: "e" };
  const trust = (...devices: SenderLists["devices"]) => senderTrust({ masterKey: "m", devices }, keys).device;
  assert.equal(trust({ ...keys, isSigned: true }), "signed");
  assert.equal(trust({ ...keys, isSigned: false }), "unsigned");
  assert.equal(trust({ ...keys, isSigned: true }, { ...keys, isSigned: false }), "unsigned");
  assert.equal(trust({ ...keys, ed25519: "other", isSigned: true }), "unknown");
  assert.equal(senderTrust({ masterKey: "m", devices: [{ ...keys, isSigned: true }] }, undefined).device, "unknown");
});
