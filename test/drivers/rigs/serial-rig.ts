import { mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openPseudoTerminal, type PseudoTerminal } from "../../../src/machine/pseudo-terminal.ts";
import type { DriverRig } from "../../contract/driver-rig.ts";

/** What the far end makes of a whole line that it hears; true: that was a question to it. */
export type Station = (line: string, reply: (text: string) => void) => boolean;

/** A pseudo-terminal under a name that stays, as udev's by-id names do. */
export async function serialRig(station: Station = () => false): Promise<DriverRig> {
  const folder = mkdtempSync(join(tmpdir(), "serial-rig-"));
  const path = join(folder, "usb-port0");
  const heard: string[] = [];
  let terminal: PseudoTerminal;
  async function plugIn(): Promise<void> {
    let rest = "";
    const plugged = await openPseudoTerminal();
    plugged.onData((chunk) => {
      const lines = (rest + Buffer.from(chunk).toString("latin1")).split("\n");
      rest = lines.pop() ?? "";
      heard.push(...lines.filter((line) => line !== "" && !station(line, plugged.write)));
    });
    terminal = plugged;
    symlinkSync(terminal.path, path);
  }
  function unplug(): void {
    terminal[Symbol.dispose]();
    rmSync(path, { force: true });
  }
  await plugIn();
  return {
    connection: { path, baud_rate: 9600 },
    from: { match: "^V=(?<v>\\S+)$", group: "v" },
    to: { payload: "{value}\n" },
    tooMuch: "x".repeat(1_000_000),
    say: (text) => terminal.write(`V=${text}\r\n`),
    sayGarbage: () => terminal.write(Uint8Array.of(0xff, 0xfe, 0x00, 0x41, 0x0a)),
    lose: async () => unplug(),
    restore: plugIn,
    stall: async () => terminal.pause(),
    received: () => heard,
    async [Symbol.asyncDispose]() {
      unplug();
      rmSync(folder, { recursive: true });
    },
  };
}
