import { ChosenDevice, sayDevice } from "./chosen-device.ts";
import { type AskKernel, faulty, type KernelFound, type KernelSource, unavailable } from "./kernel-source.ts";
import { notANumber, sysNumber } from "./sys-number.ts";

export interface W1From {
  readonly sensor: string;
}

/** What one of these sensors said: its nine bytes where the driver shows them, and the driver's reading of them. */
interface Conversion {
  readonly bytes: readonly number[] | undefined;
  /** Thousandths of a degree. */
  readonly thousandths: number;
}

interface Known {
  readonly thousandths: number;
  readonly at: number;
}

/** What the sensors can measure (Maxim DS18B20, 19-7487, "Absolute Maximum Ratings"), in thousandths of a degree. */
const lowest = -55_000;
const highest = 125_000;
/** What stands in the temperature register after power-up (19-7487, "Memory"). */
const powerUp = 85_000;
/** Byte 6 after power-up, and of a converted 85 °C: 16 less the fraction (Documentation/w1/slaves/w1_therm.rst, `features`). */
const powerUpMark = 0x0c;
const convertedMark = 0x10;
/** How far off, and how long ago, a good reading may be for 85 °C to be its neighbour: thousandths, ms. */
const nearBy = 10_000;
const lately = 600_000;

/** The temperature of a 1-wire sensor of the families 10, 22, 28, 3b and 42, if it is one. */
export function w1Source({ sensor }: W1From): KernelSource {
  const chosen = new ChosenDevice({ of: "w1", name: sensor });
  const belief = new PowerUpBelief(sensor.startsWith("10-"));
  return async (ask) => {
    const found = await chosen.find(ask);
    if ("kind" in found) return found;
    const file = ["w1_slave", "temperature"].find((name) => found.files.includes(name));
    if (file === undefined) {
      chosen.forget();
      return unavailable("no-such-sensor", `${sayDevice(found)} has no temperature; is the module w1-therm loaded?`);
    }
    const answer = await chosen.read(ask, found, [file]);
    if (answer.kind === "absent") return answer;
    const conversion = readConversion(file, answer.texts[0] ?? "");
    return "kind" in conversion ? conversion : judge(conversion, belief, ask);
  };
}

/** `72 01 4b 46 7f ff 0e 10 57 : crc=57 YES`, and the same with `t=23125` in place of the rest. */
const shape = /^((?:[0-9a-f]{2} ){9}): crc=[0-9a-f]{2} (YES|NO)\s+(?:[0-9a-f]{2} ){9}t=(-?\d{1,7})$/;

function readConversion(file: string, text: string): Conversion | KernelFound {
  if (file === "temperature") {
    if (!/^-?\d{1,7}$/.test(text)) return notANumber(text);
    return { bytes: undefined, thousandths: Number(text) };
  }
  const [, bytes = "", verdict, temperature = ""] = shape.exec(text) ?? [];
  if (verdict === undefined) return notANumber(text);
  // The second line then still holds what was read before.
  if (verdict === "NO") return faulty("bad-checksum", "the sensor's answer came damaged");
  const read = bytes
    .trim()
    .split(" ")
    .map((byte) => Number.parseInt(byte, 16));
  return { bytes: read, thousandths: Number(temperature) };
}

function judge({ bytes, thousandths }: Conversion, belief: PowerUpBelief, ask: AskKernel): KernelFound {
  // Nine zeros pass their checksum.
  if (bytes?.every((byte) => byte === 0)) {
    return faulty("not-measured", "all zeros: the data wire is pulled to ground");
  }
  if (thousandths < lowest || thousandths > highest) {
    const degrees = `${thousandths / 1000} °C`;
    return faulty("not-measured", `${degrees} is beyond what the sensor can measure: it lacks power or is worn out`);
  }
  const now = ask.monotonic();
  if (thousandths === powerUp && !belief.takes(bytes, now)) {
    return faulty(
      "not-measured",
      "85 °C is what the sensor says after power-up: it lacks power, or has lost it just now",
    );
  }
  belief.note({ thousandths, at: now }, bytes);
  return sysNumber(String(thousandths), 3);
}

/**
 * Whether just 85.000 °C is a temperature: next to what was measured lately it is. Else byte 6 decides, as far as it tells: some
 * clones never change it, and in family 10 both look alike.
 */
class PowerUpBelief {
  readonly #hasNoMark: boolean;
  #known: Known | undefined;
  #keepsMark = false;

  constructor(hasNoMark: boolean) {
    this.#hasNoMark = hasNoMark;
  }

  takes(bytes: readonly number[] | undefined, now: number): boolean {
    const mark = this.#hasNoMark ? undefined : bytes?.[6];
    if (mark === powerUpMark && !this.#keepsMark) return false;
    const known = this.#known;
    if (known !== undefined && now - known.at <= lately) return Math.abs(known.thousandths - powerUp) <= nearBy;
    return mark === convertedMark;
  }

  note(known: Known, bytes: readonly number[] | undefined): void {
    this.#known = known;
    // Of a converted temperature byte 6 and the fraction make 16.
    if (bytes?.[6] === powerUpMark) this.#keepsMark = ((bytes[0] ?? 0) & 0x0f) !== 0x10 - powerUpMark;
  }
}
