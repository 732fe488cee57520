import { type CommandContent, commandType } from "../../../schemas/command.ts";
import type { SealedEvent } from "../../core/room-ports.ts";
import type { Cast } from "./cast.ts";

/** Encrypts any command content, also one that no operator's side would send by itself. */
export async function sealCommand({ operator, rooms }: Cast, content: CommandContent): Promise<SealedEvent> {
  const [room] = rooms;
  if (room === undefined) throw new Error("there is no room");
  const outcome = await operator.seal(room, commandType, content);
  if (outcome.kind === "closed") throw new Error(outcome.detail);
  return outcome.event;
}

/** Puts it as the operator, waiting where the homeserver limits. Resolves to the event id. */
export async function putCommand({ operator, clock }: Cast, event: SealedEvent): Promise<string> {
  for (;;) {
    const outcome = await operator.put(event);
    if (outcome.kind === "sent") return outcome.eventId;
    if (outcome.kind !== "limited") throw new Error(`the homeserver did not take it (${outcome.kind})`);
    await new Promise<void>((done) => clock.after(outcome.retryAfterMs, done));
  }
}
