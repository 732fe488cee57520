import type { FaultCode } from "../../core/fault-codes.ts";
import type { KernelDevice, KernelFailure, KernelFiles, KernelText } from "../../core/kernel-files.ts";
import type { Wire } from "../../core/value.ts";

/** No value, and why. */
export interface Absence {
  readonly kind: "absent";
  readonly quality: "unavailable" | "fault";
  readonly fault: FaultCode;
  /** One sentence. */
  readonly detail: string;
}

export type KernelFound =
  | { readonly kind: "value"; readonly wire: Wire }
  /** Only the next look can tell, as of a rate. */
  | { readonly kind: "nothing" }
  | Absence;

/** The kernel's files, with the time that a read may take. */
export interface AskKernel {
  readonly list: KernelFiles["list"];
  readonly read: (device: KernelDevice, files: readonly string[]) => Promise<readonly KernelText[]>;
  readonly readProc: (name: Parameters<KernelFiles["readProc"]>[0]) => Promise<KernelText>;
  readonly space: (mount: string) => ReturnType<KernelFiles["space"]>;
  /** ms. */
  readonly monotonic: () => number;
}

/** Where one value stands and what it means; asked anew each time it is wanted. Remembers what it needs. */
export type KernelSource = (ask: AskKernel) => Promise<KernelFound>;

/** The hardware is not there, or does not answer now. */
export function unavailable(fault: FaultCode, detail: string): Absence {
  return { kind: "absent", quality: "unavailable", fault, detail };
}

/** What came is no value. */
export function faulty(fault: FaultCode, detail: string): Absence {
  return { kind: "absent", quality: "fault", fault, detail };
}

/** What a failed read means for its value. */
export function absenceOf({ why, detail }: KernelFailure, subject: string): Absence {
  const sentence = subject === "" ? detail : `${subject}: ${detail}`;
  switch (why) {
    case "gone":
      return unavailable("connection-down", sentence);
    case "silent":
      return unavailable("no-answer", sentence);
    case "away":
    case "refused":
      return unavailable("source-unavailable", sentence);
  }
}
