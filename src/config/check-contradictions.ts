import type { Condition } from "../core/condition.ts";
import { isOn } from "../core/is-on.ts";
import type { Property } from "../core/property.ts";
import { outputsOf, type Thing } from "../core/thing.ts";
import type { References } from "./find-property.ts";
import type { Place } from "./problem.ts";
import { child } from "./source-node.ts";

/** Outputs that may be on only together with one that they must not be on together with; `notWith` is symmetric here. */
export function checkContradictions(things: readonly Thing[], references: References): void {
  const properties = new Map(things.flatMap((thing) => thing.properties.map((known) => [known.path, known] as const)));
  const needsOn = ({ path, test }: Condition): boolean => {
    const other = properties.get(path);
    return other !== undefined && test.kind === "is" && isOn(other, test.value);
  };
  for (const output of outputsOf(things)) {
    const { notWith, onlyIf, onlyWhile } = output.limits;
    const condition = [...onlyIf, ...onlyWhile].find((one) => notWith.includes(one.path) && needsOn(one));
    if (condition === undefined) continue;
    const message = `this output may be on only while ${condition.path} is on, and not_with forbids just that; mend one`;
    const place = limitsPlace(output, references);
    if (place !== undefined) references.findings.problem(place, message);
  }
}

function limitsPlace({ thing, name, path }: Property, { drafts }: References): Place | undefined {
  const draft = drafts.get(thing);
  const property = draft?.properties.find((known) => known.path === path)?.node;
  return child(property ?? child(child(draft?.node, "actions"), name), "limits")?.place;
}
