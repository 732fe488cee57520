import { type BotCommandName, botCommands } from "../core/bot-commands.ts";
import { sameData } from "../core/same-data.ts";
import type { MatrixLink } from "../matrix/matrix-link.ts";
import type { Source } from "../outbox/classes.ts";
import { ClearSource } from "../outbox/clear-source.ts";
import type { SendingParts } from "./sending-parts.ts";

export interface CommandDescriptionParts extends Pick<SendingParts, "configuration" | "rooms" | "clock"> {
  readonly link: {
    readonly clear: Pick<MatrixLink["clear"], "made">;
    readonly rooms: Pick<MatrixLink["rooms"], "state">;
  };
}

/**
 * Describes in the state of the room what clients may offer, where it does not stand there already. Without `bot_commands: true` takes back
 * what stands there: state cannot be removed, only emptied.
 */
export function describeCommands({ configuration, link, rooms, clock }: CommandDescriptionParts): readonly Source[] {
  const isOffered = configuration.botCommands;
  const { room } = rooms;
  const names = Object.keys(botCommands) as BotCommandName[];
  const source = new ClearSource({ clock, freshMs: Number.POSITIVE_INFINITY, mostWaiting: names.length });
  for (const command of names) {
    const event = {
      ...link.clear.made({ kind: "command-description", room, command, isOffered }),
      txn: `roomwire.${isOffered ? "described" : "withdrawn"}.${command}`,
    };
    const known = link.rooms.state(room, event.type, event.stateKey ?? "") ?? {};
    if (!sameData(known, JSON.parse(event.wire))) source.add(event);
  }
  return [source];
}
