import { closeSync } from "node:fs";
import { gpioCalls } from "../../src/machine/gpio-calls.ts";
import { listGpioChips, withChip } from "../../src/machine/gpio-chips.ts";
import { decodeLineFd, encodeLineRequest, type GpioLineConfig, gpioUapi } from "../../src/machine/gpio-uapi.ts";

/** Takes a line of the chip under another program's name. */
export function occupyLine(label: string, offset: number, consumer: string): Disposable {
  return take(label, offset, consumer, { direction: "input", activeLow: false, pull: undefined });
}

/** Puts a level on a line and lets it go, as a program does that dies. */
export function leaveLine(label: string, offset: number, level: boolean): void {
  using _ = take(label, offset, "dead", { direction: "output", activeLow: false, pull: undefined, level });
}

function take(label: string, offset: number, consumer: string, config: GpioLineConfig): Disposable {
  const calls = gpioCalls();
  const path = listGpioChips(calls).chips.find((chip) => chip.label === label)?.path ?? "";
  const request = encodeLineRequest(offset, consumer, config, 0);
  const error = withChip(path, (fd) => calls.ioctl(fd, gpioUapi.requests.getLine, request));
  if (error !== 0) throw new Error(`line ${offset} of ${label} could not be taken: ${error}`);
  const fd = decodeLineFd(request);
  return { [Symbol.dispose]: () => closeSync(fd) };
}
