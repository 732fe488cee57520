import type { Edge, LineFault } from "./simulated-hardware.ts";

/** What is said over the socket of a simulated-hardware process: one JSON object per line. */
export type SimulationRequest =
  | { readonly do: "watch"; readonly line: string }
  | { readonly do: "write"; readonly id: number; readonly line: string; readonly level: string }
  | {
      readonly do: "fault";
      readonly id: number;
      readonly line: string;
      readonly fault: LineFault;
      readonly told?: string;
    }
  | { readonly do: "edges"; readonly id: number };

export type SimulationAnswer =
  /** What a watched line reports; null for a fault. */
  | { readonly line: string; readonly level: string | null }
  | { readonly id: number; readonly error?: string; readonly edges?: readonly Edge[] };
