import { readSync, writeSync } from "node:fs";
import koffi from "koffi";
import { gpioCalls } from "../../src/machine/gpio-calls.ts";
import { listGpioChips, withChip } from "../../src/machine/gpio-chips.ts";
import { decodeLineFd, encodeLineRequest, gpioUapi } from "../../src/machine/gpio-uapi.ts";

/**
 * The least that a Node program can do for an edge: it polls one line's file and reads it, on its main thread, and does nothing
 * else. Says `ready`, then for each edge the ns of CLOCK_MONOTONIC at which it had it. Arguments: the chip's label, the line.
 */
const [label, line] = process.argv.slice(2);
const calls = gpioCalls();
const path = listGpioChips(calls).chips.find((chip) => chip.label === label)?.path ?? "";
const config = { direction: "input", activeLow: false, pull: "down", edges: true } as const;
const request = encodeLineRequest(Number(line), "floor", config, 0);
const error = withChip(path, (fd) => calls.ioctl(fd, gpioUapi.requests.getLine, request));
if (error !== 0) throw new Error(`line ${line} of ${label} could not be taken: ${error}`);
const fd = decodeLineFd(request);
const poll = koffi.load(null).func("int poll(void *entries, unsigned long count, int timeout)");
const pollIn = 1;
/** struct pollfd. */
const entry = Buffer.alloc(8);
entry.writeInt32LE(fd, 0);
entry.writeInt16LE(pollIn, 4);
const event = Buffer.alloc(gpioUapi.sizes.event);
writeSync(1, "ready\n");
for (;;) {
  if (poll(entry, 1, -1) <= 0) continue;
  readSync(fd, event);
  writeSync(1, `${process.hrtime.bigint()}\n`);
}
