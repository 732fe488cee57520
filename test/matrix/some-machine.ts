import {
  DeviceId,
  DeviceLists,
  EncryptionSettings,
  initAsync,
  OlmMachine,
  RequestType,
  RoomId,
  StoreHandle,
  UserId,
} from "@matrix-org/matrix-sdk-crypto-wasm";
import type { KeyRows } from "../../src/core/key-rows.ts";
import { openKeyStore } from "../../src/matrix/key-store.ts";

const user = "@agent:example.org";
const room = "!room:example.org";

/** The Rust crypto library over a key store, with a homeserver that says yes to everything. */
export interface SomeMachine extends Disposable {
  readonly identityKey: string;
  emptySync(): Promise<void>;
  /** Encrypts one event; returns its Megolm session and message index. */
  encrypt(text: string): Promise<{ readonly session: string; readonly index: number }>;
}

/** `key`: the library encrypts its store by itself. */
export async function openMachine(rows: KeyRows, prefix: string, key?: Uint8Array): Promise<SomeMachine> {
  const keyStore = await openKeyStore(rows, {
    prefix,
    onUnwritable(cause) {
      throw cause;
    },
  });
  await initAsync();
  const handle = key === undefined ? await StoreHandle.open(prefix, null) : await StoreHandle.openWithKey(prefix, key);
  const machine = await OlmMachine.initFromStore(new UserId(user), new DeviceId("DEVICE"), handle);
  await answerRequests(machine);
  await machine.updateTrackedUsers([new UserId(user)]);
  await answerRequests(machine);
  const settings = new EncryptionSettings();
  settings.rotationPeriodMessages = 10_000n;
  await machine.shareRoomKey(new RoomId(room), [new UserId(user)], settings);
  return {
    identityKey: machine.identityKeys.ed25519.toBase64(),
    async emptySync() {
      const left = new Set(["signed_curve25519"]);
      await machine.receiveSyncChanges("[]", new DeviceLists([], []), new Map([["signed_curve25519", 50]]), left);
      await answerRequests(machine);
    },
    async encrypt(text) {
      const sealed = JSON.parse(await machine.encryptRoomEvent(new RoomId(room), "test", JSON.stringify({ text })));
      return { session: sealed.session_id, index: messageIndex(sealed.ciphertext) };
    },
    [Symbol.dispose]() {
      machine.close();
      keyStore[Symbol.dispose]();
    },
  };
}

async function answerRequests(machine: OlmMachine): Promise<void> {
  for (const request of await machine.outgoingRequests()) {
    const { id, type } = request;
    if (id === undefined) continue;
    const answer =
      type === RequestType.KeysUpload
        ? { one_time_key_counts: { signed_curve25519: 50 } }
        : { device_keys: {}, failures: {} };
    await machine.markRequestAsSent(id, type, JSON.stringify(answer));
  }
}

/** Megolm message: version 3, then field 1 (0x08) as a varint (spec, Megolm, message format). */
function messageIndex(ciphertext: string): number {
  const bytes = Buffer.from(ciphertext, "base64");
  if (bytes[0] !== 3 || bytes[1] !== 8) throw new Error("not a Megolm message");
  let index = 0;
  for (let place = 2, shift = 0; ; place++, shift += 7) {
    const byte = bytes[place] ?? 0;
    index |= (byte & 0x7f) << shift;
    if (byte < 0x80) return index;
  }
}
