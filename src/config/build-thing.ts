import type { Property } from "../core/property.ts";
import type { Action, Thing } from "../core/thing.ts";
import { buildAction } from "./build-action.ts";
import { buildLimits, buildLinkLoss } from "./build-limits.ts";
import { checkHasOutput, checkOutput, warnOfEndless } from "./check-output.ts";
import type { PropertyDraft, ThingDraft } from "./draft-thing.ts";
import type { References } from "./find-property.ts";
import { placeInThing } from "./place-in-thing.ts";
import { childEntries } from "./source-node.ts";

/** The second look at a Thing, when all are known: limits and actions. `notWith` is symmetric only later. */
export function buildThing(draft: ThingDraft, references: References): Thing {
  const properties = draft.properties.flatMap((property) => buildLimited(property, draft, references) ?? []);
  const actions: Action[] = [];
  const actionOutputs: Property[] = [];
  for (const [name, { value }] of childEntries(draft.node, "actions")) {
    const built = buildAction(name, value, { draft, properties, references });
    if (built === undefined) continue;
    actions.push(built.action);
    if (built.output !== undefined) actionOutputs.push(built.output);
  }
  const { id, title, aliases, available } = draft;
  return { id, title, aliases, properties, actionOutputs, actions, available };
}

function buildLimited(
  { node, name, path, property }: PropertyDraft,
  draft: ThingDraft,
  references: References,
): Property | undefined {
  const { findings } = references;
  checkHasOutput(node, findings, "give it one, or leave this out");
  const limits = buildLimits(node, property, { references, thing: draft.id, path });
  const onLinkLoss = buildLinkLoss(node, findings);
  if (property === undefined) return undefined;
  const limited = { ...property, limits, onLinkLoss };
  checkOutput(limited, node, findings);
  warnOfEndless(limited, placeInThing(node.place, `properties.${name}`, draft), findings);
  return limited;
}
