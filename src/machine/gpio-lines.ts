import { closeSync } from "node:fs";
import { WriteFailure } from "../core/write-failure.ts";
import { errno, type GpioCalls, gpioCalls } from "./gpio-calls.ts";
import { askChip, listGpioChips, listLinesOfChip, withChip } from "./gpio-chips.ts";
import { gpioEventStream } from "./gpio-event-stream.ts";
import type { GpioChip, GpioClaim, GpioKernel, GpioRefusal } from "./gpio-kernel.ts";
import {
  decodeLineFd,
  decodeLineInfo,
  decodeValue,
  encodeLineConfig,
  encodeLineInfo,
  encodeLineRequest,
  encodeValue,
  type GpioLineConfig,
  gpioUapi,
} from "./gpio-uapi.ts";

/** What other programs see of a line that the agent has. */
export const gpioConsumer = "roomwire";
/** The most that the kernel keeps for a line (GPIO_V2_LINES_MAX × 16). */
const bufferSize = 1024;

/** The machine's own GPIO chips, through the character device. Loads koffi. */
export function gpioLines(devices = "/dev", calls: GpioCalls = gpioCalls()): GpioKernel {
  return {
    now: () => process.hrtime.bigint(),
    look: () => listGpioChips(calls, devices),
    lines: (chip) => listLinesOfChip(calls, chip),
    claim(chip, offset, config, take) {
      const got = withChip(chip.path, (chipFd) => requestLine(calls, chipFd, { chip, offset }, config));
      if (got === undefined) return gone(chip);
      if (got === "refused") return { fault: "connection-down", detail: `${chip.path} may not be opened by this user` };
      if (typeof got !== "number") return got;
      if (take === undefined || config.edges !== true) return claimOf(calls, got, config, undefined);
      const listening = gpioEventStream(calls, got, take);
      if (typeof listening !== "number") return claimOf(calls, got, config, listening);
      closeSync(got);
      const detail = `the edges of line ${offset} of ${chip.label} cannot be waited for (errno ${listening})`;
      return { fault: "line-refused", detail };
    },
    async [Symbol.asyncDispose]() {
      // Whoever claimed a line lets it go.
    },
  };
}

const gone = ({ path, label }: GpioChip): GpioRefusal => ({
  fault: "connection-down",
  detail: `${path} (${label}) is gone`,
});

/** The line's own file descriptor. */
function requestLine(
  calls: GpioCalls,
  chipFd: number,
  { chip, offset }: { readonly chip: GpioChip; readonly offset: number },
  config: GpioLineConfig,
): number | GpioRefusal {
  // Another chip may have come under the same number since the look.
  if (askChip(calls, chipFd)?.label !== chip.label) return gone(chip);
  const request = encodeLineRequest(offset, gpioConsumer, config, bufferSize);
  const error = calls.ioctl(chipFd, gpioUapi.requests.getLine, request);
  if (error === 0) return decodeLineFd(request);
  const line = `line ${offset} of ${chip.label}`;
  if (error === errno.noDevice) return gone(chip);
  if (error === errno.busy) {
    const info = encodeLineInfo(offset);
    const known = calls.ioctl(chipFd, gpioUapi.requests.lineInfo, info) === 0 ? decodeLineInfo(info).consumer : "";
    return { fault: "line-busy", detail: `${line} is used by ${known === "" ? "the kernel" : JSON.stringify(known)}` };
  }
  const isDeaf = config.edges === true && error === errno.noDeviceAddress;
  const reason = isDeaf ? "cannot tell its edges (the chip has no interrupt)" : `was refused (errno ${error})`;
  return { fault: "line-refused", detail: `${line} ${reason}` };
}

function claimOf(calls: GpioCalls, fd: number, config: GpioLineConfig, listening: Disposable | undefined): GpioClaim {
  let isOutput = config.direction === "output";
  let isOpen = true;
  return {
    get() {
      const value = encodeValue(false);
      return calls.ioctl(fd, gpioUapi.requests.getValues, value) === 0 ? decodeValue(value) : undefined;
    },
    set(level) {
      const error = isOutput
        ? calls.ioctl(fd, gpioUapi.requests.setValues, encodeValue(level))
        : calls.ioctl(fd, gpioUapi.requests.setConfig, encodeLineConfig({ ...config, direction: "output", level }));
      if (error === errno.noDevice) return false;
      if (error !== 0) throw new WriteFailure("driver-failed", `the line did not take the level (errno ${error})`);
      isOutput = true;
      return true;
    },
    [Symbol.dispose]() {
      if (!isOpen) return;
      isOpen = false;
      listening?.[Symbol.dispose]();
      closeSync(fd);
    },
  };
}
