import type { SimulationControl } from "../../machine/simulation-control.ts";

/** How often a line really changed to this level, by the word of the hardware's own process. */
export async function edgesTo(hardware: SimulationControl, line: string, level: string): Promise<number> {
  return (await hardware.edges()).filter((edge) => edge.line === line && edge.level === level).length;
}
