import type { AlertSettings } from "../core/alert-rule.ts";
import type { Condition } from "../core/condition.ts";
import type { AffordancePath, RoomId, ThingId, UserId } from "../core/ids.ts";
import type { Thing } from "../core/thing.ts";

/** A whole, checked, frozen configuration: durations in ms, paths absolute, profiles merged, defaults filled in. */
export interface Configuration {
  /** Absolute path of the file it was read from. */
  readonly file: string;
  readonly matrix: MatrixSettings;
  readonly clock: "auto" | "trusted";
  /** Name of the IANA list. */
  readonly timeZone: string;
  /** In which the agent talks to people. */
  readonly language: "en" | "de";
  readonly stateDirectory: string;
  readonly storage: StorageSettings;
  /** Least ms between telemetry events that are not full; undefined: 30 s with a data room, 15 min without. */
  readonly telemetryEvery: number | undefined;
  /** One pinned message in the room for people says the latest values. */
  readonly panel: boolean;
  /** What is typed gets ✅ or ❌ as a reaction, in clear. */
  readonly reactions: boolean;
  /** The room says in state, in clear, which commands clients may offer (MSC4391). */
  readonly botCommands: boolean;
  readonly operators: readonly Operator[];
  readonly readers: readonly UserId[];
  readonly connections: readonly ConnectionSettings[];
  readonly things: readonly Thing[];
  /** Any of these sets everything safe and latches, as `!stop` does. */
  readonly stopWhen: readonly Condition[];
  readonly alerts: AlertSettings;
  /** A boolean property whose change to `true` lets the next listed operator pin their key by `!pair`. */
  readonly pairButton: AffordancePath | undefined;
}

export interface StorageSettings {
  readonly durability: number;
  /** Most bytes of readings on the disk, and how old in ms they may become. */
  readonly keep: { readonly size: number; readonly age: number };
}

export interface MatrixSettings {
  readonly homeserver: string;
  readonly user: UserId;
  /** Absolute path, read at the first start only. */
  readonly passwordFile: string | undefined;
  /** Id or alias; undefined: the agent makes its own rooms. */
  readonly room: string | undefined;
  readonly dataRoom: string | undefined;
  readonly encryption: "required" | "off";
  /** `pinned`: nothing is sent while somebody unlisted, or without a pinned key, is in the room. */
  readonly audience: "room" | "pinned";
  readonly state: "auto" | "plain" | "off";
  readonly deviceName: string;
  readonly caFile: string | undefined;
}

export type Right = "read" | "write" | "invoke" | "admin";

export interface Operator {
  readonly user: UserId;
  /** Unpadded base64 of the pinned cross-signing master key. */
  readonly masterKey: string | undefined;
  /** `first-use`: the first key seen is pinned and said out loud. */
  readonly trust: "first-use" | undefined;
  readonly may: readonly Right[];
  /** undefined: all. */
  readonly things: readonly ThingId[] | undefined;
  /** UTC ms at which all rights end; undefined: never. Cannot be judged, so counts as ended, while the clock is not trusted. */
  readonly until: number | undefined;
}

/** One bus or broker, its settings already checked by its driver's schema, files named in it made absolute. */
export interface ConnectionSettings {
  readonly name: string;
  readonly type: string;
  readonly settings: Readonly<Record<string, unknown>>;
}

/** A room id that was resolved once and is kept in the state directory. */
export interface PinnedRooms {
  readonly room: RoomId;
  readonly dataRoom: RoomId | undefined;
}
