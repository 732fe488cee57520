import type { OpenLog } from "../machine/open-log.ts";
import type { OperatorOptions } from "./operator-options.ts";
export async function watch(_o: OperatorOptions, _l: OpenLog, _p: (l: string) => void): Promise<number> {
  return 0;
}
