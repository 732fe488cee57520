import type { RefusalCode } from "./refusal-codes.ts";
import type { Value } from "./value.ts";

/** What was seen to confirm that it was done: the property itself, only the driver's word, or nothing. */
export type Confirmation = "property" | "driver" | "none";

export type FailureCode = "driver-failed" | "connection-down";
export type UnknownCode = "unconfirmed" | "interrupted";

/** The one end of a command. `failed` is certainly not done; `unknown` may or may not have been. */
export type Outcome =
  | { readonly status: "done"; readonly output: Value | undefined; readonly confirmed: Confirmation }
  | { readonly status: "refused"; readonly code: RefusalCode; readonly detail: string }
  | { readonly status: "failed"; readonly code: FailureCode; readonly detail: string }
  | { readonly status: "unknown"; readonly code: UnknownCode; readonly detail: string };
