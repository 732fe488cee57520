import { decimalOf, parseDecimal } from "../../core/decimal.ts";
import { percent } from "./disk-source.ts";
import { absenceOf, faulty, type KernelFound, type KernelSource } from "./kernel-source.ts";
import { notANumber } from "./sys-number.ts";

export interface SystemFrom {
  readonly figure: string;
}

const loads = ["load_1m", "load_5m", "load_15m"];
/** meminfo counts in units of 1024 bytes, which it calls kB (proc_meminfo(5)). */
const bytesInLine = 1024n;

/** Load, memory in bytes, and seconds since the start (proc(5)). */
export function systemSource({ figure }: SystemFrom): KernelSource {
  const file = figure.startsWith("load") ? "loadavg" : figure === "uptime" ? "uptime" : "meminfo";
  return async (ask) => {
    const answer = await ask.readProc(file);
    if (answer.kind === "failure") return absenceOf(answer, "");
    if (file === "meminfo") return memoryFigure(answer.text, figure);
    const word = answer.text.trim().split(/\s+/)[file === "uptime" ? 0 : loads.indexOf(figure)] ?? "";
    const wire = parseDecimal(word);
    return wire === undefined ? notANumber(word) : { kind: "value", wire };
  };
}

function memoryFigure(text: string, figure: string): KernelFound {
  const total = memoryLine(text, "MemTotal");
  const available = memoryLine(text, "MemAvailable");
  if (total === undefined || available === undefined || total <= 0n) {
    return faulty("no-match", "/proc/meminfo does not say how much memory is there and available");
  }
  if (figure === "memory_used_percent") return { kind: "value", wire: percent(total - available, total) };
  return { kind: "value", wire: decimalOf(figure === "memory_total" ? total : available) };
}

function memoryLine(text: string, name: string): bigint | undefined {
  const digits = new RegExp(`^${name}:\\s+(\\d{1,15}) kB$`, "m").exec(text)?.[1];
  return digits === undefined ? undefined : BigInt(digits) * bytesInLine;
}
