/** The hardware of a bench as a process of its own: serves lines on a socket and stamps every change of the named ones. */
import { serveSimulatedHardware } from "../src/machine/serve-simulated-hardware.ts";
import { simulatedHardware } from "../src/machine/simulated-hardware.ts";
import type { Edge } from "./hardware.ts";
import { monotonicMs } from "./monotonic-ms.ts";

const [socket = "", ...lines] = process.argv.slice(2);
const hardware = simulatedHardware({ now: monotonicMs });
for (const line of lines) {
  let before = "0";
  // The first to watch is the first to be told: nothing that the change causes is in the stamp.
  hardware.watch(line, (level) => {
    const at = monotonicMs();
    if (level === undefined || level === before) return;
    before = level;
    process.send?.({ line, level, at } satisfies Edge);
  });
}
await serveSimulatedHardware(hardware, socket);
process.on("disconnect", () => process.exit(0));
process.send?.("listening");
