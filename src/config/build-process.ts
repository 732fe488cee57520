import type { ProcessStep } from "../core/process-step.ts";
import { buildStep } from "./build-step.ts";
import { checkShape } from "./check-shape.ts";
import type { Findings } from "./problem.ts";
import { readDuration } from "./read-duration.ts";
import type { ValueShape } from "./read-value.ts";
import { stepSchema } from "./schema/process.ts";
import { child, type MapNode, type SourceNode } from "./source-node.ts";

/** What of a step works on any type of value. */
const forAll: ReadonlySet<ProcessStep["kind"]> = new Set(["throttle", "settle", "heartbeat"]);

/** The steps of a property, those left out that are wrong and were told. */
export function buildProcess(property: MapNode, { type }: ValueShape, findings: Findings): readonly ProcessStep[] {
  const list = child(property, "process");
  if (list?.kind !== "list") return [];
  if (child(property, "from") === undefined) findings.problem(list.place, "goes with from only: it is what was read");
  const steps: ProcessStep[] = [];
  for (const [place, node] of list.items.entries()) {
    const checked = checkShape(stepSchema, node, findings);
    const step = checked && buildStep(checked, node, findings);
    if (step === undefined) continue;
    if (type !== "number" && type !== "integer" && !forAll.has(step.kind)) {
      findings.problem(node.place, `only numbers can be treated so; a ${type} takes settle, throttle and heartbeat`);
    }
    if (step.kind === "heartbeat") checkHeartbeat(step, node, property, place === list.items.length - 1, findings);
    steps.push(step);
  }
  checkReadBack(property, steps, findings);
  return steps;
}

/** Times in ms: a heart that beats faster fills the disk. */
const fastestBeat = 1000;

function checkHeartbeat(
  { every }: ProcessStep & { readonly kind: "heartbeat" },
  node: SourceNode,
  property: MapNode,
  isLast: boolean,
  findings: Findings,
): void {
  if (every < fastestBeat) findings.problem(node.place, "should be at least 1s");
  const momentary = child(property, "momentary");
  if (momentary?.kind === "scalar" && momentary.value === true) {
    findings.problem(node.place, "would repeat what happened once; leave it out, or momentary");
  }
  if (!isLast) findings.problem(node.place, "should be the last step: what it repeats was not measured anew");
}

/** What holds a value back longer than a read-back waits would make every write unconfirmed. */
function checkReadBack(property: MapNode, steps: readonly ProcessStep[], findings: Findings): void {
  const within = readDuration(child(property, "read_back"), "within", findings);
  const holds = steps.map((step) => (step.kind === "settle" ? step.for : step.kind === "throttle" ? step.every : 0));
  const held = holds.reduce((sum, ms) => sum + ms, 0);
  if (within === undefined || held < within) return;
  const place = child(child(property, "read_back"), "within")?.place ?? property.place;
  findings.problem(place, `should be longer than what process holds a value back for, ${held / 1000} s`);
}
