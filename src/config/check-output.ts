import type { Condition } from "../core/condition.ts";
import { isOn } from "../core/is-on.ts";
import type { Property } from "../core/property.ts";
import type { References } from "./find-property.ts";
import type { Findings, Place } from "./problem.ts";
import { child, childMap, type MapNode } from "./source-node.ts";

/** Limits stand at outputs only; true where there is one, or nothing to object to. */
export function checkHasOutput(node: MapNode, findings: Findings, remedy: string): void {
  if (child(node, "to") !== undefined) return;
  for (const key of ["limits", "on_link_loss"]) {
    const entry = node.entries.get(key);
    if (entry !== undefined) findings.problem(entry.key, `holds for an output, and there is no to here; ${remedy}`);
  }
}

/** The rules between an output, its `safe_value` and its limits; the node is what they stand in. */
export function checkOutput(output: Property, node: MapNode, references: References): void {
  const { to, limits, onLinkLoss } = output;
  if (to === undefined) return;
  const { findings } = references;
  const place = child(childMap(node, "to"), "safe_value")?.place ?? node.place;
  const ending = [
    ...(limits.maxOn === undefined ? [] : ["max_on"]),
    ...(limits.onlyWhile.length === 0 ? [] : ["only_while"]),
    ...(onLinkLoss?.do === "safe" ? ["on_link_loss"] : []),
  ];
  const off = [...ending, ...(limits.notWith.length === 0 ? [] : ["not_with"])];
  if (to.safeValue === null) {
    if (ending.length > 0) {
      findings.problem(place, `is null, so ${listed(ending)} would have nothing to set; give the value that is off`);
    }
  } else if (off.length > 0 && isOn(output, to.safeValue)) {
    findings.problem(
      place,
      `is itself on, so ${listed(off)} could not end it; give the value that is off, or name it in off`,
    );
  }
  checkContradictions(output, node, references);
}

/** An output that may only be on together with what it must not be on together with. */
function checkContradictions({ limits }: Property, node: MapNode, { drafts, findings }: References): void {
  const others = [...drafts.values()].flatMap((draft) => draft?.properties ?? []);
  const needsOn = ({ path, test }: Condition): boolean => {
    const other = others.find(({ property }) => property?.path === path)?.property;
    return other !== undefined && test.kind === "is" && isOn(other, test.value);
  };
  for (const condition of [...limits.onlyIf, ...limits.onlyWhile]) {
    if (!limits.notWith.includes(condition.path) || !needsOn(condition)) continue;
    const place = child(childMap(node, "limits"), "not_with")?.place ?? node.place;
    findings.problem(place, `names ${condition.path}, which must be on for this output to be on; keep one of the two`);
  }
}

/** Warns of an output that nothing ends, however long it is on. */
export function warnOfEndless({ to, limits, onLinkLoss }: Property, place: Place, findings: Findings): void {
  if (to === undefined || limits.maxOn !== undefined || limits.holdForever || onLinkLoss?.do === "safe") return;
  const off = to.safeValue === null ? " and a safe_value that is off" : "";
  findings.warning(
    place,
    `this output may stay on for ever; set limits: { max_on: 30m }${off}, or on_link_loss: { after: 5m, do: safe }${off}, or say limits: { hold: forever }`,
  );
}

function listed(keys: readonly string[]): string {
  return keys.length < 2 ? keys.join() : `${keys.slice(0, -1).join(", ")} and ${keys.at(-1)}`;
}
