import { type RefusalCode, refusalCodes } from "../core/refusal-codes.ts";

export interface Refusal {
  readonly kind: "refused";
  readonly code: RefusalCode;
  /** One clear sentence; built from no secret. */
  readonly detail: string;
}

/** A refusal with the code's own meaning, unless there is something better to say. */
export function refuse(code: RefusalCode, detail: string = refusalCodes[code].meaning): Refusal {
  return { kind: "refused", code, detail };
}
