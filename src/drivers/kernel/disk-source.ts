import { type Decimal, decimalOf, divide } from "../../core/decimal.ts";
import type { KernelSpace } from "../../core/kernel-files.ts";
import { absenceOf, faulty, type KernelSource } from "./kernel-source.ts";

export interface DiskFrom {
  readonly mount: string;
  readonly figure: string;
}

/** Room on a file system, in bytes or per cent (statvfs(3)). */
export function diskSource({ mount, figure }: DiskFrom): KernelSource {
  return async (ask) => {
    const answer = await ask.space(mount);
    if ("kind" in answer) return absenceOf(answer, "");
    if (answer.total <= 0n) return faulty("not-a-value", `${mount} is no place to store anything`);
    return { kind: "value", wire: figureOf(answer, figure) };
  };
}

function figureOf({ total, free }: KernelSpace, figure: string): Decimal {
  const used = total - free;
  if (figure === "used_percent") return percent(used, total);
  return decimalOf(figure === "free" ? free : figure === "total" ? total : used);
}

/** To a tenth. */
export function percent(part: bigint, whole: bigint): Decimal {
  return divide(decimalOf(part * 100n), decimalOf(whole), 1);
}
