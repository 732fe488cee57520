import type { OperatorSide } from "../wiring/operator/operator-side.ts";
import type { FindThing } from "./event-lines.ts";

/** What an agent says of one of its Things, as far as the operator's side knows it by then. */
export function findThing(side: Pick<OperatorSide, "agents">): FindThing {
  return (agent, thing) =>
    side
      .agents()
      .find((known) => known.agent === agent)
      ?.described.get(thing);
}
