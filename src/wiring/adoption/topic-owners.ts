import type { Configuration } from "../../config/configuration.ts";
import { outputsOf } from "../../core/thing.ts";

/** Which Thing reads or writes a topic of this connection. */
export function topicOwners(
  { things }: Pick<Configuration, "things">,
  connection: string,
): ReadonlyMap<string, string> {
  const owners = new Map<string, string>();
  for (const thing of things) {
    const bindings = [...thing.properties.map(({ from }) => from), ...outputsOf([thing]).map(({ to }) => to)];
    for (const binding of bindings) {
      const topic = binding?.connection === connection ? binding.settings.topic : undefined;
      if (typeof topic === "string") owners.set(topic, thing.id);
    }
  }
  return owners;
}
