import { commandType } from "../../../schemas/command.ts";
import type { Content, WireEvent } from "../../homeserver/lying/wire.ts";
import type { Person, Stage } from "../stage.ts";

/** Critical. */
export const gateOn = { name: "gate", input: true };

/** A pulse of that many ms; undefined: as long as it usually is. */
export function bellFor(ms: number | undefined): Content {
  return { op: "invoke", name: "bell", input: ms };
}

/** Somebody, by default the owner, asks for what must be asked back for; returns the nonce that the agent then gives. */
export async function askedFor(stage: Stage, wish: Content, person: Person = stage.owner): Promise<string> {
  const content = stage.command(wish);
  await stage.deliver([await person.seal(commandType, content)]);
  return await stage.challengeFor(String(content.id));
}

/** The owner types what must be asked back for. */
export async function typed(
  stage: Stage,
  body = "!hall/heat on",
): Promise<{ readonly event: WireEvent; readonly code: string }> {
  const event = await stage.owner.seal("m.room.message", digits(body));
  await stage.deliver([event]);
  return { event, code: await stage.codeFor(event) };
}

export const digits = (body: string): Content => ({ msgtype: "m.text", body });
