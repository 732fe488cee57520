import { decimalOf, divide } from "../../core/decimal.ts";
import { ChosenDevice } from "./chosen-device.ts";
import { type KernelFound, type KernelSource, unavailable } from "./kernel-source.ts";
import { notANumber, sysNumber } from "./sys-number.ts";

export interface NetworkFrom {
  readonly interface: string;
  readonly figure: string;
}

const countShape = /^\d{1,20}$/;
const msInSecond = 1000n;

/** An interface (Documentation/ABI/testing/sysfs-class-net): its state, bytes since it is there, and bytes per second. */
export function networkSource({ interface: name, figure }: NetworkFrom): KernelSource {
  const chosen = new ChosenDevice({ of: "network", name });
  const rate = new Rate();
  return async (ask) => {
    const found = await chosen.find(ask);
    if ("kind" in found) return found;
    const [direction, what] = figure.split("_");
    const counted = what === "bytes" || what === "rate" ? `statistics/${direction}_bytes` : undefined;
    const [answer] = await ask.read(found, [counted ?? figure]);
    if (answer === undefined) return unavailable("no-answer", `${name} says nothing`);
    // An interface that is switched off does not say whether a cable is there: for the agent there is none.
    if (answer.kind === "failure" && answer.why === "away" && figure === "carrier") return { kind: "value", wire: "0" };
    if (answer.kind === "failure") return chosen.failure(answer, found);
    const text = answer.text.trim();
    if (what === "rate") return rate.next(text, ask.monotonic());
    if (counted !== undefined) return sysNumber(text, 0);
    if (figure === "speed" && text === "-1") return unavailable("source-unavailable", `${name} has no speed now`);
    return { kind: "value", wire: text };
  };
}

/** How fast a count grows; a count that went back began anew and says nothing. */
class Rate {
  #last: { readonly count: bigint; readonly at: number } | undefined;

  next(text: string, at: number): KernelFound {
    if (!countShape.test(text)) return notANumber(text);
    const count = BigInt(text);
    const last = this.#last;
    this.#last = { count, at };
    const elapsed = last === undefined ? 0 : Math.round(at - last.at);
    if (last === undefined || elapsed <= 0 || count < last.count) return { kind: "nothing" };
    const wire = divide(decimalOf((count - last.count) * msInSecond), decimalOf(elapsed), 1);
    return { kind: "value", wire };
  }
}
