import { isOn } from "../core/is-on.ts";
import type { Property } from "../core/property.ts";
import type { Findings, Place } from "./problem.ts";
import { child, childMap, type MapNode } from "./source-node.ts";

/** Limits stand at outputs only. */
export function checkHasOutput(node: MapNode, findings: Findings, remedy: string): void {
  if (child(node, "to") !== undefined) return;
  for (const key of ["limits", "on_link_loss"]) {
    const entry = node.entries.get(key);
    if (entry !== undefined) findings.problem(entry.key, `holds for an output, and there is no to here; ${remedy}`);
  }
}

/** The rules between an output, its `safe_value` and its limits; the node is what they stand in. */
export function checkOutput(output: Property, node: MapNode, findings: Findings): void {
  const { to, limits, onLinkLoss } = output;
  if (to === undefined) return;
  const place = child(childMap(node, "to"), "safe_value")?.place ?? node.place;
  const switching = [
    ...(limits.maxOn === undefined ? [] : ["max_on"]),
    ...(limits.onlyWhile.length === 0 ? [] : ["only_while"]),
  ];
  // A fan that is to run while nobody is heard has a safe value that is on.
  const ending = [...switching, ...(onLinkLoss?.do === "safe" ? ["on_link_loss"] : [])];
  const off = [...switching, ...(limits.notWith.length === 0 ? [] : ["not_with"])];
  if (to.safeValue === null) {
    if (ending.length > 0) {
      findings.problem(place, `is null, so ${listed(ending)} would have nothing to set; give the value that is off`);
    }
  } else if (off.length > 0 && isOn(output, to.safeValue)) {
    findings.problem(
      place,
      `is itself on, but must be off because of ${listed(off)}; give the value that is off, or name it in off`,
    );
  }
}

/** Warns of an output that nothing ends, however long it is on. */
export function warnOfEndless(output: Property, place: Place, findings: Findings): void {
  const { to, limits, onLinkLoss } = output;
  if (to === undefined || limits.maxOn !== undefined || limits.holdForever || onLinkLoss?.do === "safe") return;
  const restsOff = to.safeValue !== null && !isOn(output, to.safeValue);
  const condition = restsOff ? "" : ", each with a safe_value that is off";
  findings.warning(
    place,
    `this output may stay on for ever; set limits: { max_on: 30m } or on_link_loss: { after: 5m, do: safe }${condition}; or say limits: { hold: forever }`,
  );
}

function listed(keys: readonly string[]): string {
  return keys.length < 2 ? keys.join() : `${keys.slice(0, -1).join(", ")} and ${keys.at(-1)}`;
}
