import type { Operator, Right } from "../config/configuration.ts";
import type { Operation } from "../core/command.ts";
import type { ThingId } from "../core/ids.ts";

const neededRight: Readonly<Record<Operation, Right>> = { read: "read", write: "write", invoke: "invoke" };

/** Rule 5: whether the configuration lets this operator do that to that Thing. The room gives no rights. */
export function mayDo(operator: Operator, op: Operation, thing: ThingId): boolean {
  const mayTouch = operator.things === undefined || operator.things.includes(thing);
  return mayTouch && operator.may.includes(neededRight[op]);
}
