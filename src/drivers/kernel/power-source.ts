import { ChosenDevice, sayDevice } from "./chosen-device.ts";
import { type KernelSource, unavailable } from "./kernel-source.ts";
import { sysNumber } from "./sys-number.ts";

export interface PowerFrom {
  readonly supply: string;
  readonly figure: string;
}

/** A battery or a supply (Documentation/ABI/testing/sysfs-class-power): µV, µA, µW, µWh, µAh, tenths of a degree, s, per cent. */
export function powerSource({ supply, figure }: PowerFrom): KernelSource {
  const chosen = new ChosenDevice({ of: "power", name: supply });
  return async (ask) => {
    const found = await chosen.find(ask);
    if ("kind" in found) return found;
    if (!found.files.includes(figure)) {
      chosen.forget();
      return unavailable("no-such-sensor", `${sayDevice(found)} does not tell its ${figure}`);
    }
    const asksWhetherThere = found.files.includes("present");
    const answer = await chosen.read(ask, found, [...(asksWhetherThere ? ["present"] : []), figure]);
    if (answer.kind === "absent") return answer;
    if (asksWhetherThere && answer.texts[0] === "0") {
      return unavailable("source-unavailable", `${sayDevice(found)} is an empty place: the battery is taken out`);
    }
    const text = answer.texts.at(-1) ?? "";
    if (/^(voltage|current|power|energy|charge)_/.test(figure)) return sysNumber(text, 6);
    if (figure === "temp") return sysNumber(text, 1);
    return { kind: "value", wire: text };
  };
}
