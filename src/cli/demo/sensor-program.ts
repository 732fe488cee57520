import { rmSync, symlinkSync } from "node:fs";
import { systemClock } from "../../machine/clock.ts";
import { openPseudoTerminal } from "../../machine/pseudo-terminal.ts";
import "./end-with-demo.ts";

const everyMs = 250;

/**
 * A sensor at the far end of a serial line: numbers its lines, so that nobody can lose one unnoticed. `port` is the name
 * that stays, as udev gives one to a real adapter. Standard output says `number UTC-ms` for each line that went out.
 */
async function sensorProgram(port: string): Promise<void> {
  const clock = systemClock("trusted");
  const terminal = await openPseudoTerminal();
  rmSync(port, { force: true });
  symlinkSync(terminal.path, port);
  let number = 0;
  setInterval(() => {
    number++;
    const temperature = 21.5 + 1.5 * Math.sin(number / 40);
    terminal.write(`N=${number} T=${temperature.toFixed(2)}\r\n`);
    process.stdout.write(`${number} ${clock.now()}\n`);
  }, everyMs);
  process.stdout.write("ready\n");
}

await sensorProgram(process.argv[2] ?? "");

export { sensorProgram };
