import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { AgentFault } from "../../core/agent-fault.ts";
import { errorCode } from "../../core/error-code.ts";
import type { PlainMap } from "../../discovery/discovered-thing.ts";
import type { PlacedThing } from "../../wiring/adoption/place-things.ts";
import { outputNames } from "./output-names.ts";
import { thingYaml } from "./thing-yaml.ts";

/** The text of a Thing's file, with what a person should know above it. */
export function thingFile({ connection, found, id, unmapped }: PlacedThing, thing: PlainMap): string {
  const outputs = outputNames(thing);
  const { convention, model } = found;
  return thingYaml(id, thing, [
    `Found by \`roomwire discover\` at ${connection}: ${convention}${model === "" ? "" : `, ${model}`}.`,
    ...(outputs.length === 0
      ? []
      : [
          `Can be switched: ${outputs.join(", ")}. \`safe_value: null\` leaves it alone when the agent starts, stops or dies; say what is safe.`,
        ]),
    ...unmapped.map(({ what, why }) => `Left out: ${what}: ${why}.`),
  ]);
}

/**
 * Writes `things.d/<id>.yaml` beside the configuration; undefined, and nothing is touched, where a file of that name is there already.
 * Throws an AgentFault when the folder takes nothing.
 */
export function writeThing(config: string, id: string, text: string): string | undefined {
  const file = join(dirname(resolve(config)), "things.d", `${id}.yaml`);
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text, { flag: "wx" });
    return file;
  } catch (cause) {
    if (errorCode(cause) === "EEXIST") return undefined;
    throw new AgentFault("bad-configuration", `${file} cannot be written.`, {
      cause,
      remedy: "Run it as somebody who may write there, or without --write.",
    });
  }
}
