import { hash } from "node:crypto";
import { type BotCommandName, botCommands, descriptionType } from "../core/bot-commands.ts";
import type { RoomId, UserId } from "../core/ids.ts";
import type { PutOutcome, RoomSender, SealedEvent } from "../core/room-ports.ts";

/** `dev.roomwire.agent`: whether the agent is there; no data of any Thing. Times are UTC ms. */
export interface AgentState {
  readonly v: 1;
  readonly online: boolean;
  readonly since: number;
  readonly until: number;
  readonly protocol: readonly number[];
  readonly starts: number;
}

/** All that ever leaves in clear in an encrypted room. Nothing in it comes from a caller's data. */
export type ClearEvent =
  | { readonly kind: "agent-state"; readonly room: RoomId; readonly state: AgentState }
  /** To a listed operator whose session cannot read anything else. */
  | { readonly kind: "unsigned-session-notice"; readonly room: RoomId; readonly txn: string }
  /** The agent's own identity was replaced: from then on it can encrypt for nobody. */
  | { readonly kind: "own-identity-notice"; readonly room: RoomId; readonly txn: string }
  /** State, which clients read in clear alone: ids that the homeserver itself gave to messages, ours among them. */
  | { readonly kind: "pinned-events"; readonly room: RoomId; readonly pinned: readonly string[] }
  | Reaction
  /** State, which clients read in clear alone (MSC4391): the same words for every agent; nothing once it is not offered. */
  | {
      readonly kind: "command-description";
      readonly room: RoomId;
      readonly command: BotCommandName;
      readonly isOffered: boolean;
    };

/** How a text ended, at the message itself; clients read reactions in clear alone. Only where the configuration wants them. */
export interface Reaction {
  readonly kind: "reaction";
  readonly room: RoomId;
  readonly txn: string;
  /** The message that asked. */
  readonly eventId: string;
  readonly isDone: boolean;
}

export interface ClearTexts {
  readonly unsignedSession: string;
  readonly ownIdentity: string;
  /** What each command does, and what its parameters are; without them none is described. */
  readonly commands?: Readonly<Record<BotCommandName, CommandWords>>;
}

export interface CommandWords {
  readonly does: string;
  readonly parameters: Readonly<Record<string, string>>;
}

/** Matrix spec, appendices, event identifiers: opaque, and nothing else looks like one. */
const eventIdShape = /^\$[\w./+:=-]{1,254}$/;

/** The second, closed door. */
export class PutClear {
  readonly #put: RoomSender["put"];
  readonly #self: UserId;
  readonly #texts: ClearTexts;

  constructor(sender: Pick<RoomSender, "put">, self: UserId, texts: ClearTexts) {
    this.#put = (event) => sender.put(event);
    this.#self = self;
    this.#texts = texts;
  }

  put(event: ClearEvent): Promise<PutOutcome> {
    return this.#put(this.made(event));
  }

  /** The same for who sends it in its turn. */
  made(event: ClearEvent): SealedEvent {
    const { room } = event;
    switch (event.kind) {
      case "agent-state": {
        const { v, online, since, until, protocol, starts } = event.state;
        const wire = JSON.stringify({ v, online, since, until, protocol, starts });
        return { room, type: "dev.roomwire.agent", stateKey: this.#self, txn: "", wire };
      }
      case "unsigned-session-notice": {
        const wire = JSON.stringify({ msgtype: "m.notice", body: this.#texts.unsignedSession });
        return { room, type: "m.room.message", txn: event.txn, wire };
      }
      case "own-identity-notice": {
        const wire = JSON.stringify({ msgtype: "m.text", body: this.#texts.ownIdentity });
        return { room, type: "m.room.message", txn: event.txn, wire };
      }
      case "pinned-events": {
        const wire = JSON.stringify({ pinned: event.pinned.filter(isEventId) });
        return { room, type: "m.room.pinned_events", stateKey: "", txn: "", wire };
      }
      case "reaction":
        return { room, type: "m.reaction", txn: event.txn, wire: JSON.stringify(annotation(event)) };
      case "command-description": {
        const { command, isOffered } = event;
        const wire = JSON.stringify(isOffered ? description(command, this.#texts.commands?.[command]) : {});
        return {
          room,
          type: descriptionType,
          stateKey: hash("sha256", command + this.#self, "base64"),
          txn: "",
          wire,
        };
      }
    }
  }
}

/** Matrix client-server API, event annotations and reactions. */
function annotation({ eventId, isDone }: Reaction): object {
  return { "m.relates_to": { rel_type: "m.annotation", event_id: eventId, key: isDone ? "✅" : "❌" } };
}

function isEventId(id: unknown): boolean {
  return typeof id === "string" && eventIdShape.test(id);
}

/** MSC4391, command description. */
function description(command: BotCommandName, words: CommandWords | undefined): object {
  const text = (body: string | undefined) => ({ "m.text": [{ body: body ?? "" }] });
  const parameters = botCommands[command].parameters.map(({ key, isOptional }) => ({
    key,
    schema: { schema_type: "primitive", type: "string" },
    description: text(words?.parameters[key]),
    ...(isOptional && { optional: true }),
  }));
  return { command, parameters, description: text(words?.does) };
}
