import type { CommandContent } from "../../../schemas/command.ts";
import type { ThingContent } from "../../../schemas/thing.ts";
import type { AgentFault } from "../../core/agent-fault.ts";
import type { Chance } from "../../core/chance.ts";
import type { Clock } from "../../core/clock.ts";
import type { RoomId, UserId } from "../../core/ids.ts";
import type { PutOutcome, SealedEvent, SealOutcome } from "../../core/room-ports.ts";
import type { OpenLog } from "../../machine/open-log.ts";
import type { OwnIdentity } from "../../matrix/own-identity.ts";
import type { CommandEnd, CommandOutcome, CommandWish } from "./command-wish.ts";
import type { Ignored, OperatorEvent } from "./operator-event.ts";

export interface OperatorSettings {
  /** Where this login keeps its keys and what it has seen; made 0700 when missing. */
  readonly directory: string;
  readonly homeserver: string;
  readonly user: UserId;
  /** Only these agents, whose invitations are accepted; empty: every agent found in the rooms, and no invitation. */
  readonly agents: readonly UserId[];
  /** Shown in the user's list of sessions. */
  readonly deviceName: string;
}

export interface OperatorParts {
  readonly clock: Clock;
  readonly chance: Chance;
  readonly log: OpenLog;
  readonly readPassword: () => string | undefined;
  /** Text of the account's recovery key, to sign this device. */
  readonly recoveryKey: string | undefined;
  /** Synchronous. What it throws ends in `onFatal`, and the event comes again at the next start. */
  readonly onEvent: (event: OperatorEvent) => void;
  readonly onFatal: (fault: AgentFault) => void;
}

export interface KnownAgent {
  readonly agent: UserId;
  /** The one with `dev.roomwire.agent`, the room for people, first. */
  readonly rooms: readonly RoomId[];
  /** By id, as far as they were told. */
  readonly things: ReadonlyMap<string, ThingContent>;
  /** The same with those that are gone, until they are described anew. */
  readonly described: ReadonlyMap<string, ThingContent>;
}

/** One login of one operator, and what the agents in its rooms say. */
export interface OperatorSide extends AsyncDisposable {
  readonly userId: UserId;
  readonly deviceId: string;
  /** `masterKey` of a signed one belongs under `operators` in the agent's configuration. */
  readonly identity: OwnIdentity;
  agents(): readonly KnownAgent[];
  ignored(): Ignored;
  /**
   * Telemetry and losses from the shared rooms since then (UTC ms, as the homeserver tells it), also those told before, oldest first, as far
   * as this login has the keys. Resolves when all was told.
   */
  past(sinceAt: number, onEvent: (event: OperatorEvent) => void): Promise<void>;
  /** Sends a command and waits for its final result until 5 s after its expiry. Throws AgentFault `bad-usage` without one agent to send it to. */
  command(wish: CommandWish): Promise<CommandEnd>;
  /** A command's content as `command` would send it: fresh id, 30 s of life on this side's clock. */
  compose(wish: CommandWish): CommandContent;
  /** Encrypts any event of this side; for a plaintext one make the SealedEvent by hand. */
  seal(room: RoomId, type: string, content: object): Promise<SealOutcome>;
  put(event: SealedEvent): Promise<PutOutcome>;
  /** The final result for a command id, whoever sent the command; undefined when none comes within that many ms. */
  result(commandId: string, withinMs: number): Promise<CommandOutcome | undefined>;
  /** Sends a text message; resolves to its event id. Throws AgentFault when it does not leave. */
  say(room: RoomId, body: string): Promise<string>;
}
