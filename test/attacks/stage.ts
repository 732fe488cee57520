import type { RefusalCode } from "../../src/core/refusal-codes.ts";
import type { SenderFacts } from "../../src/core/room-ports.ts";
import type { SeededRandom } from "../fakes/seeded-random.ts";
import type { EditUserKeys } from "../homeserver/lying/key-lists.ts";
import type { Puppet } from "../homeserver/lying/puppet.ts";
import type { Content, WireEvent } from "../homeserver/lying/wire.ts";

/** Somebody with a client of their own. */
export interface Person {
  readonly user: string;
  /** Encrypts for the agent, which gets the room key. Nothing is sent. Default: into the room for people. */
  seal(type: string, content: Content, room?: string): Promise<WireEvent>;
}

/** Who there is around the agent. */
export interface People<Of = Person> {
  /** May do everything. */
  readonly owner: Of;
  /** May only read, and only the hall. */
  readonly reader: Of;
  /** May do all but `admin`, until the end of 2199. */
  readonly helper: Of;
  /** Listed, and no key pinned. */
  readonly unpinned: Of;
  /** May do all but `admin`; `trust: first-use`. */
  readonly newcomer: Of;
  /** In the room, in no configuration. */
  readonly stranger: Of;
}

/** What became of an event: the code of its refusal, `obeyed`, `failed`, or `nothing` where not a word was said of it. */
export type Fate = RefusalCode | "obeyed" | "failed" | "nothing";

/** One event and what must become of it. */
export interface Claim {
  readonly event: WireEvent;
  /** Id of the command in it, where that is how its end is told. */
  readonly command?: string;
  readonly fate: Fate;
}

export interface StageClock {
  /** UTC ms on the agent's clock. */
  now(): number;
  /** Sets UTC forward or back, as somebody who sets a clock does. */
  jump(ms: number): void;
  setTrusted(isTrusted: boolean): void;
}

export interface Sent {
  readonly event: WireEvent;
  readonly content: Content;
  readonly command: string;
}

/** Where attacks are played: an agent, the people around it, and a homeserver that does what it is told. */
export interface Stage extends People {
  readonly random: SeededRandom;
  /** What the hardware must get, in order; an attack that lets the owner act adds to it. */
  readonly lawful: string[];
  readonly agent: string;
  /** For people. */
  readonly room: string;
  /** Another room of the agent's. */
  readonly dataRoom: string;
  readonly clock: StageClock;
  /** A good command to set the dial to a number that was never used, changed where the attack wants it. */
  command(change?: Content): Content;
  /** A number for a dial that was never used. */
  value(): number;
  /** A good command by the owner that is carried out: sent, done, and seen at the hardware. */
  obeyed(change?: Content): Promise<Sent>;
  /** The nonce with which the agent answered a command event. */
  challengeFor(command: string): Promise<string>;
  /** The four digits with which the agent answered a text. */
  codeFor(event: WireEvent): Promise<string>;
  /** Told in one answer of /sync, in this order. Resolves when the agent has taken them in. */
  deliver(events: readonly WireEvent[], room?: string): Promise<void>;
  /** Resolves when the agent has looked at all that it has, as far as it can. */
  settle(): Promise<void>;
  /** Tells another story of a user's keys until it is disposed; the agent is made to ask again, both times. */
  lieAboutKeys(user: string, edit: EditUserKeys): Promise<AsyncDisposable>;
  /** The same of a user's membership in the room. */
  lieAboutMember(user: string, membership: "join" | "leave" | "ban"): Promise<AsyncDisposable>;
  /** State events of the room as if they had just been sent. */
  tellState(events: readonly WireEvent[]): Promise<void>;
  /** A device that the homeserver made up under a user's name. */
  puppet(user: string, device: string): Promise<Puppet>;
  /** Encrypts as a puppet; the agent gets the room key. */
  sealAs(puppet: Puppet, type: string, content: Content): Promise<WireEvent>;
  /** Room keys do not reach the agent until they are released; those held for ever are thrown away at the end. */
  holdKeys(how?: "for ever"): HeldKeys;
  /** The owner's next event begins a new Megolm session. */
  renewSession(): Promise<void>;
  /** The agent ends and starts again on the same files. */
  restart(): Promise<void>;
}

/** What only a stage in this process can do: it stands nearer to the gate than any homeserver. */
export interface NearStage extends Stage {
  /** What reached the hardware so far. */
  readonly writes: readonly string[];
  /** The agent starts anew; what the homeserver tells the very moment before is judged by the new run. */
  restart(arriving?: readonly WireEvent[]): Promise<void>;
  /** The state directory as it is now, copied as a backup does while the agent runs; only of stages on files. */
  copyFiles(): string;
  /** The agent ends and starts again on a copy, until disposed: then it goes on with its own files. */
  startOn(copy: string): Promise<AsyncDisposable>;
  /** What the hardware has on a line now. */
  level(line: string): string | undefined;
  /** A code to pair with, as the machine prints it. */
  pairingCode(): string;
  /** Somebody pressed the button that pairs. */
  pressButton(): void;
  /** Time passes: timers fall due. */
  pass(ms: number): Promise<void>;
  /** Others say that they are agents of the room too, until disposed. */
  meetAgents(users: readonly string[]): Disposable;
  /** The room was never seen encrypted, until disposed. */
  forgetEncryption(): Disposable;
  /** Changes what the crypto library is said to have found of a key, until disposed. */
  distortFacts(change: Partial<SenderFacts>): Disposable;
  /** The agent's machine imports the sessions of a puppet, as from a file. */
  importSessions(puppet: Puppet): Promise<void>;
  /** Held keys come when the first event that waits for one was looked at, before the next. */
  releaseAtFirstLook(keys: HeldKeys): void;
  /** Puts events into the inbox past all that stands before it, also those of a room that is not the agent's. */
  keepUncut(events: readonly WireEvent[], room: string): Promise<void>;
  /** Writes to the hardware hang until disposed. */
  hangHardware(): Disposable;
}

/** A stage whose end can be judged from outside the agent. */
export interface JudgedStage extends AsyncDisposable {
  fateOf(claim: Claim): Fate;
  /** What reached the hardware, in order: `line=level` for every single write. */
  readonly writes: readonly string[];
  /** What had to reach it, in order. */
  readonly lawful: readonly string[];
  /** Faults of the agent itself. */
  readonly faults: readonly unknown[];
}

export interface HeldKeys extends AsyncDisposable {
  /** Also when it is disposed. */
  release(): Promise<void>;
}

/** A class of attacks. `attack` plays one variant, drawn from the stage's chance, and says what must become of its events. */
export interface AttackClass {
  readonly name: string;
  readonly attack: (stage: Stage) => Promise<readonly Claim[]>;
}

/** One that only the gate itself can be put through. */
export interface NearAttackClass {
  readonly name: string;
  /** Played on SQLite files. */
  readonly onFiles?: true;
  readonly attackNear: (stage: NearStage) => Promise<readonly Claim[]>;
}

export function claims(fate: Fate, events: readonly WireEvent[]): readonly Claim[] {
  return events.map((event) => ({ event, fate }));
}
