import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { serveSimulatedHardware } from "../../../src/machine/serve-simulated-hardware.ts";
import { simulatedHardware } from "../../../src/machine/simulated-hardware.ts";
import type { DriverRig } from "../../contract/driver-rig.ts";

/** Simulated lines behind a real Unix socket. */
export async function simulatedRig(): Promise<DriverRig> {
  const folder = mkdtempSync(join(tmpdir(), "simulated-rig-"));
  const socket = join(folder, "lines");
  const hardware = simulatedHardware({ now: () => 0 });
  let server = await serveSimulatedHardware(hardware, socket);
  return {
    connection: { socket },
    from: { line: "in" },
    to: { line: "out" },
    tooMuch: "1",
    say(text) {
      hardware.setFault("in", "none");
      return hardware.write("in", text);
    },
    sayGarbage: () => hardware.setFault("in", "fail"),
    async lose() {
      await server[Symbol.asyncDispose]();
    },
    async restore() {
      server = await serveSimulatedHardware(hardware, socket);
    },
    async stall() {
      hardware.setFault("out", "vanish");
    },
    received: () => hardware.edges().flatMap(({ line, level }) => (line === "out" ? [level] : [])),
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]();
      rmSync(folder, { recursive: true });
    },
  };
}
