import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

setFlagsFromString("--expose-gc");

/** Has this thread collect its garbage now. */
export const collectGarbage = runInNewContext("gc") as () => void;
