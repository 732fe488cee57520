import type { Asked, Lie } from "../pass-through.ts";
import { editJson } from "./json-answer.ts";
import type { Content } from "./wire.ts";

/** An answer of POST /_matrix/client/v3/keys/query, by user. */
export interface KeyLists {
  readonly device_keys?: Readonly<Record<string, Readonly<Record<string, Content>>>>;
  readonly master_keys?: Readonly<Record<string, Content>>;
  readonly self_signing_keys?: Readonly<Record<string, Content>>;
  readonly user_signing_keys?: Readonly<Record<string, Content>>;
  readonly [other: string]: unknown;
}

/** All that is told of one user. */
export interface UserKeys {
  readonly devices: Readonly<Record<string, Content>>;
  readonly master?: Content | undefined;
  readonly selfSigning?: Content | undefined;
}

export type EditUserKeys = (keys: UserKeys) => UserKeys;

const isQuery = ({ path }: Asked): boolean => path.endsWith("/keys/query");

/** Changes what is told of one user's keys, where they are asked for. The client must be told that they changed. */
export function editKeys(user: string, edit: EditUserKeys): Lie {
  return editJson<KeyLists>(isQuery, (lists, asked) => (asksFor(asked, user) ? editUser(lists, user, edit) : lists));
}

export function editUser(lists: KeyLists, user: string, edit: EditUserKeys): KeyLists {
  const { devices, master, selfSigning } = edit({
    devices: lists.device_keys?.[user] ?? {},
    master: lists.master_keys?.[user],
    selfSigning: lists.self_signing_keys?.[user],
  });
  return {
    ...lists,
    device_keys: { ...lists.device_keys, [user]: devices },
    master_keys: put(lists.master_keys, user, master),
    self_signing_keys: put(lists.self_signing_keys, user, selfSigning),
  };
}

/** One more device beside the real ones: `keys` are signed device keys as they are uploaded. */
export function addDevice(keys: Content): EditUserKeys {
  return (old) => ({ ...old, devices: { ...old.devices, [String(keys.device_id)]: keys } });
}

export function dropDevice(device: string): EditUserKeys {
  return (old) => ({
    ...old,
    devices: Object.fromEntries(Object.entries(old.devices).filter(([id]) => id !== device)),
  });
}

/** All devices stay, each signed by itself only. */
export const unsignDevices: EditUserKeys = (keys) => ({
  ...keys,
  devices: Object.fromEntries(Object.entries(keys.devices).map(([id, device]) => [id, signedByItself(device, id)])),
});

function signedByItself(device: Content, id: string): Content {
  const user = String(device.user_id);
  const made = (device.signatures as Readonly<Record<string, Readonly<Record<string, string>>>>)[user];
  return { ...device, signatures: { [user]: { [`ed25519:${id}`]: made?.[`ed25519:${id}`] } } };
}

/** Another identity and its devices in place of the real ones. */
export function swapIdentity(keys: UserKeys): EditUserKeys {
  return () => keys;
}

/** No device, no identity: as if the user had never had any. */
export const noKeys: EditUserKeys = () => ({ devices: {} });

/** Answers every query with nothing at all. */
export const answerNothing: Lie = editJson<KeyLists>(isQuery, () => ({ device_keys: {}, failures: {} }));

/** The lists of each user as they were first told while this lie stood; call `age` to serve those from then on. */
export function oldKeyLists() {
  const kept = new Map<string, UserKeys>();
  let isOld = false;
  const lie = editJson<KeyLists>(isQuery, (lists, asked) =>
    Object.keys(askedFor(asked)).reduce(
      (edited, user) =>
        editUser(edited, user, (keys) => {
          if (isOld) return kept.get(user) ?? keys;
          kept.set(user, keys);
          return keys;
        }),
      lists,
    ),
  );
  return {
    lie,
    age: (): void => {
      isOld = true;
    },
  };
}

function asksFor(asked: Asked, user: string): boolean {
  return Object.hasOwn(askedFor(asked), user);
}

function askedFor({ body }: Asked): Readonly<Record<string, unknown>> {
  return (JSON.parse(body.toString()) as { device_keys: Readonly<Record<string, unknown>> }).device_keys;
}

function put(all: Readonly<Record<string, Content>> = {}, user: string, one: Content | undefined) {
  const { [user]: _old, ...others } = all;
  return one === undefined ? others : { ...others, [user]: one };
}
