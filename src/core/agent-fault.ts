import { type FatalCode, fatalCodes } from "./fatal-codes.ts";

/** The unexpected that ends a process or a step: a code of the table, one sentence, its cause. Holds no secret. */
export class AgentFault extends Error {
  readonly code: FatalCode;
  /** What to do about it. */
  readonly remedy: string;

  constructor(code: FatalCode, detail?: string, options?: ErrorOptions & { readonly remedy?: string }) {
    super(detail ?? fatalCodes[code].meaning, options);
    this.name = "AgentFault";
    this.code = code;
    this.remedy = options?.remedy ?? fatalCodes[code].remedy;
  }
}
