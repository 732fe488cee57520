import { rmSync } from "node:fs";
import { systemClock } from "../../machine/clock.ts";
import { serveSimulatedHardware } from "../../machine/serve-simulated-hardware.ts";
import { simulatedHardware } from "../../machine/simulated-hardware.ts";

/** ms in which every other process of the demo has ended. */
const othersEndMs = 5_000;

/**
 * Simulated hardware in a process of its own, so that its levels outlive the agent. Being the last of the demo's
 * processes it also removes the demo's directory when the demo itself was killed and could not.
 */
async function hardwareProcess(socket: string, directory: string): Promise<void> {
  await serveSimulatedHardware(simulatedHardware(systemClock("trusted")), socket);
  process.stdin.once("end", () => {
    setTimeout(() => {
      rmSync(directory, { recursive: true, force: true, maxRetries: 5 });
      process.exit(0);
    }, othersEndMs);
  });
  process.stdin.resume();
  process.stdout.write("ready\n");
}

const [socket = "", directory = ""] = process.argv.slice(2);
await hardwareProcess(socket, directory);

export { hardwareProcess };
