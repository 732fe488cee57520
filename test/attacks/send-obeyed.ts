import { commandType } from "../../schemas/command.ts";
import type { Content } from "../homeserver/lying/wire.ts";
import type { Sent, Stage } from "./stage.ts";

/** A good command by the owner of a stage, that is carried out. */
export async function sendObeyed(stage: Stage, change: Content): Promise<Sent> {
  const content = stage.command(change);
  const event = await stage.owner.seal(commandType, content);
  stage.lawful.push(`dial=${content.input}`);
  await stage.deliver([event]);
  return { event, content, command: String(content.id) };
}
