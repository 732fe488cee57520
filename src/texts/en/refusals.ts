import { refusalCodes } from "../../core/refusal-codes.ts";

/** What to do about a refusal, by its code. */
export const refusals: {
  readonly [Code in keyof typeof refusalCodes]: { readonly meaning: string; readonly remedy: string };
} = refusalCodes;
