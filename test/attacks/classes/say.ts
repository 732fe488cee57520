import type { Content, WireEvent } from "../../homeserver/lying/wire.ts";
import type { Person, Stage } from "../stage.ts";

/** Types a command that sets the dial to a number of its own; `more` stands beside the body. */
export async function sayText(
  stage: Stage,
  person: Person,
  more: Content = {},
): Promise<{ readonly event: WireEvent; readonly value: number }> {
  const value = stage.value();
  const content = { msgtype: "m.text", body: `!hall/dial ${value}`, ...more };
  return { event: await person.seal("m.room.message", content), value };
}
