import type { OpenLog } from "../machine/open-log.ts";
import type { OperatorOptions } from "./operator-options.ts";
export async function send(
  _o: OperatorOptions,
  _r: readonly string[],
  _l: OpenLog,
  _p: (l: string) => void,
): Promise<number> {
  return 0;
}
