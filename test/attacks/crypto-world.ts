import type * as Wasm from "@matrix-org/matrix-sdk-crypto-wasm";
import { asUserId } from "../../src/core/ids.ts";
import type { OpenEventParts } from "../../src/matrix/open-event.ts";
import { type EditUserKeys, editUser, type KeyLists, type UserKeys } from "../homeserver/lying/key-lists.ts";
import { type AskKeys, openPuppet, type Puppet } from "../homeserver/lying/puppet.ts";
import type { Content, ToDevice } from "../homeserver/lying/wire.ts";

/** Real encryption without a homeserver: the agent's crypto machine, and people whose keys lie in this process. */
export interface CryptoWorld extends Disposable {
  /** What src/matrix/open-event.ts opens events with. */
  readonly opening: Pick<OpenEventParts, "library" | "reach">;
  /** A device with an identity; `isTold`: the agent learns of both. */
  person(user: string, device: string, isTold: boolean): Promise<Puppet>;
  /** The agent's machine takes these messages. */
  take(messages: readonly ToDevice[]): Promise<void>;
  /** From now on the agent's machine hears this of the user's keys; undefined: the truth. */
  tellKeys(user: string, edit: EditUserKeys | undefined): Promise<void>;
  /** Imports sessions as from a file or a backup. */
  importSessions(exported: string): Promise<void>;
}

export async function openCryptoWorld(wasm: typeof Wasm, agent: string): Promise<CryptoWorld> {
  await wasm.initAsync();
  const machine = await wasm.OlmMachine.initialize(new wasm.UserId(agent), new wasm.DeviceId("AGENT"));
  const truth = new Map<string, UserKeys>();
  const edits = new Map<string, EditUserKeys>();
  const puppets = new DisposableStack();
  const oneTimeKeys: [string, unknown][] = [];

  const listsOf = (users: readonly string[], isHonest: boolean): KeyLists =>
    users.reduce<KeyLists>((lists, user) => {
      const told = isHonest ? undefined : edits.get(user);
      return editUser(lists, user, () => (told ?? same)(truth.get(user) ?? { devices: {} }));
    }, {});
  /** What puppets are told: the truth. */
  const ask: AskKeys = async (path, body) => {
    if (path === "/keys/query") return { ...listsOf(Object.keys(body.device_keys as object), true) };
    if (oneTimeKeys.length === 0) {
      await receive([], [], 0);
    }
    return { one_time_keys: { [agent]: { AGENT: Object.fromEntries(oneTimeKeys.splice(0, 1)) } } };
  };
  const answerTo = (type: Wasm.RequestType, body: string): unknown => {
    if (type === wasm.RequestType.KeysUpload) {
      const upload = JSON.parse(body) as Upload;
      if (upload.device_keys !== undefined) truth.set(agent, { devices: { AGENT: upload.device_keys } });
      oneTimeKeys.push(...Object.entries(upload.one_time_keys ?? {}));
      return { one_time_key_counts: { signed_curve25519: 50 } };
    }
    if (type !== wasm.RequestType.KeysQuery) return {};
    const { device_keys: asked } = JSON.parse(body) as { readonly device_keys: object };
    return listsOf(Object.keys(asked), false);
  };
  /** Does what the machine asks a homeserver for. */
  const serve = async (requests: readonly OutgoingRequest[]): Promise<void> => {
    for (const { id, type, body } of requests)
      if (id !== undefined) await machine.markRequestAsSent(id, type, JSON.stringify(answerTo(type, body)));
  };
  const receive = async (messages: readonly ToDevice[], changed: readonly string[], keysLeft = 50): Promise<void> => {
    const lists = new wasm.DeviceLists(
      changed.map((user) => new wasm.UserId(user)),
      [],
    );
    const counts = new Map([["signed_curve25519", keysLeft]]);
    const unused = new Set(["signed_curve25519"]);
    await machine.receiveSyncChanges(JSON.stringify(messages), lists, counts, unused);
    await serve(await machine.outgoingRequests());
  };
  await serve(await machine.outgoingRequests());
  return {
    opening: {
      library: { wasm },
      reach: {
        lists: machine,
        decrypt: (event, room, settings) => machine.decryptRoomEvent(event, room, settings),
        queryKeys: (user) => serve([machine.queryKeysForUsers([user])]),
      },
    },
    async person(user, device, isTold) {
      const puppet = puppets.use(await openPuppet({ wasm, user, device, ask }));
      if (!isTold) return puppet;
      truth.set(asUserId(user), puppet.keys);
      await machine.updateTrackedUsers([new wasm.UserId(user)]);
      await serve(await machine.outgoingRequests());
      return puppet;
    },
    take: (messages) => receive(messages, []),
    async tellKeys(user, edit) {
      if (edit === undefined) edits.delete(user);
      else edits.set(user, edit);
      await receive([], [user]);
    },
    importSessions: async (exported) => void (await machine.importExportedRoomKeys(exported, () => undefined)),
    [Symbol.dispose]() {
      puppets.dispose();
      machine.close();
    },
  };
}

const same: EditUserKeys = (keys) => keys;

interface Upload {
  readonly device_keys?: Content;
  readonly one_time_keys?: Content;
}

type OutgoingRequest = Awaited<ReturnType<Wasm.OlmMachine["outgoingRequests"]>>[number];
