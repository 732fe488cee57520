import type * as Wasm from "@matrix-org/matrix-sdk-crypto-wasm";
import type { OlmMachine, ToDeviceRequest } from "@matrix-org/matrix-sdk-crypto-wasm";
import { newEventId } from "./forge-event.ts";
import type { KeyLists, UserKeys } from "./key-lists.ts";
import type { Content, ToDevice, WireEvent } from "./wire.ts";

/** Asks a homeserver for keys: POST to this path of /_matrix/client/v3. */
export type AskKeys = (path: "/keys/query" | "/keys/claim", body: Content) => Promise<Content>;

export interface PuppetWishes {
  readonly wasm: typeof Wasm;
  /** The name it goes by; the account need not be its own. */
  readonly user: string;
  readonly device: string;
  readonly ask: AskKeys;
}

export interface Sealed {
  readonly event: WireEvent;
  /** The room key for each device that it is for; to be delivered before the event. Empty where they have it already. */
  readonly toDevice: readonly (ToDevice & { readonly to: { readonly user: string; readonly device: string } })[];
}

/**
 * A Matrix device that somebody made up, with a cross-signing identity of its own: it encrypts for real, under any user's
 * name. What the homeserver tells others of it, if anything, is the test's business.
 */
export interface Puppet extends Disposable {
  readonly user: string;
  readonly machine: OlmMachine;
  /** Its device keys, signed by itself only. */
  readonly device: Content;
  /** Its own identity, with the device signed by it. */
  readonly keys: UserKeys;
  /** Unpadded base64. */
  readonly masterKey: string;
  /** Encrypts for the devices of these users, as the homeserver lists them. */
  seal(room: string, readers: readonly string[], type: string, content: Content): Promise<Sealed>;
  /** The next event begins a new Megolm session. */
  renew(room: string): Promise<void>;
}

export async function openPuppet({ wasm, user, device, ask }: PuppetWishes): Promise<Puppet> {
  const self = new wasm.UserId(user);
  const machine = await wasm.OlmMachine.initialize(self, new wasm.DeviceId(device));
  const keys = await makeIdentity(machine, user, device);
  const own = keys.devices[device] ?? {};
  const known = new Set<string>();
  const answer = async (path: Parameters<AskKeys>[0], body: string): Promise<string> => {
    const told = await ask(path, JSON.parse(body));
    return JSON.stringify(path === "/keys/query" ? withOwn(told, user, keys) : told);
  };
  const learn = async (readers: readonly string[]): Promise<void> => {
    const users = readers.map((reader) => new wasm.UserId(reader));
    if (readers.some((reader) => !known.has(reader))) {
      await machine.updateTrackedUsers(readers.map((reader) => new wasm.UserId(reader)));
      const query = machine.queryKeysForUsers(readers.map((reader) => new wasm.UserId(reader)));
      await machine.markRequestAsSent(query.id, query.type, await answer("/keys/query", query.body));
      for (const reader of readers) known.add(reader);
    }
    const claim = await machine.getMissingSessions(users);
    if (claim) await machine.markRequestAsSent(claim.id, claim.type, await answer("/keys/claim", claim.body));
  };
  return {
    user,
    machine,
    device: withoutSignatures(own, user, `ed25519:${device}`),
    keys,
    masterKey: Object.values((keys.master?.keys ?? {}) as Record<string, string>)[0] ?? "",
    async seal(room, readers, type, content) {
      await learn(readers);
      const settings = new wasm.EncryptionSettings();
      settings.sharingStrategy = wasm.CollectStrategy.allDevices();
      const ids = readers.map((reader) => new wasm.UserId(reader));
      const requests = await machine.shareRoomKey(new wasm.RoomId(room), ids, settings);
      for (const { id, type: kind } of requests) await machine.markRequestAsSent(id, kind, "{}");
      const sealed = await machine.encryptRoomEvent(new wasm.RoomId(room), type, JSON.stringify(content));
      return {
        toDevice: requests.flatMap((request) => messagesOf(request, user)),
        event: {
          type: "m.room.encrypted",
          sender: user,
          event_id: newEventId(),
          origin_server_ts: Date.now(),
          content: JSON.parse(sealed) as Content,
        },
      };
    },
    renew: async (room) => void (await machine.invalidateGroupSession(new wasm.RoomId(room))),
    [Symbol.dispose]: () => machine.close(),
  };
}

/** What its uploads would have made a homeserver say of it; nothing is uploaded. */
async function makeIdentity(machine: OlmMachine, user: string, device: string): Promise<UserKeys> {
  const upload = (await machine.outgoingRequests()).find(({ body }) => body.includes("device_keys"));
  const bootstrap = await machine.bootstrapCrossSigning(true);
  const signing = JSON.parse(bootstrap.uploadSigningKeysRequest.body) as Record<string, Content>;
  const signatures = JSON.parse(bootstrap.uploadSignaturesRequest.body) as Record<string, Record<string, Content>>;
  const deviceKeys = (JSON.parse(upload?.body ?? "{}") as { device_keys: Content }).device_keys;
  const signed = signatures[user]?.[device] ?? {};
  return {
    devices: { [device]: { ...deviceKeys, signatures: mergeSignatures(deviceKeys, signed) } },
    master: signing.master_key,
    selfSigning: signing.self_signing_key,
  };
}

type Signatures = Readonly<Record<string, Readonly<Record<string, string>>>>;

function mergeSignatures(one: Content, other: Content): Signatures {
  const [first, second] = [one.signatures as Signatures, (other.signatures ?? {}) as Signatures];
  return Object.fromEntries(Object.entries(first).map(([user, made]) => [user, { ...made, ...second[user] }]));
}

function withoutSignatures(keys: Content, user: string, but: string): Content {
  const made = (keys.signatures as Signatures)[user] ?? {};
  return { ...keys, signatures: { [user]: { [but]: made[but] } } };
}

/** The same device keys with a signature that the owner's self-signing key never made. */
export function withBogusSignature(device: Content, { selfSigning }: UserKeys): Content {
  const user = String(device.user_id);
  const [id = "ed25519:none"] = Object.keys((selfSigning?.keys ?? {}) as object);
  const made = (device.signatures as Signatures)[user] ?? {};
  return { ...device, signatures: { [user]: { ...made, [id]: Buffer.alloc(64, 7).toString("base64").slice(0, 86) } } };
}

function withOwn(lists: Content, user: string, keys: UserKeys): KeyLists {
  const told = lists as KeyLists;
  return {
    ...told,
    device_keys: { ...told.device_keys, [user]: keys.devices },
    master_keys: { ...told.master_keys, ...(keys.master && { [user]: keys.master }) },
    self_signing_keys: { ...told.self_signing_keys, ...(keys.selfSigning && { [user]: keys.selfSigning }) },
  };
}

function messagesOf(request: ToDeviceRequest, sender: string): Sealed["toDevice"] {
  const { messages } = JSON.parse(request.body) as { messages: Record<string, Record<string, Content>> };
  return Object.entries(messages).flatMap(([user, devices]) =>
    Object.entries(devices).map(([device, content]) => ({
      type: request.event_type,
      sender,
      content,
      to: { user, device },
    })),
  );
}
