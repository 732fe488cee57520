import type { KernelClass, KernelDevice, KernelFailure } from "../../core/kernel-files.ts";
import { type Absence, type AskKernel, absenceOf, unavailable } from "./kernel-source.ts";

export interface WantedDevice {
  readonly of: KernelClass;
  /** undefined: there is only one of the kind. */
  readonly name?: string | undefined;
  /** The end of its place. */
  readonly device?: string | undefined;
}

export type Texts = { readonly kind: "texts"; readonly texts: readonly string[] } | Absence;

/** The one device that is meant: looked for until it is there, kept until it is gone. */
export class ChosenDevice {
  readonly #wanted: WantedDevice;
  #found: KernelDevice | undefined;
  #lastPlace: string | undefined;

  constructor(wanted: WantedDevice) {
    this.#wanted = wanted;
  }

  async find(ask: AskKernel): Promise<KernelDevice | Absence> {
    if (this.#found !== undefined) return this.#found;
    const all = await ask.list(this.#wanted.of);
    const fitting = all.filter((candidate) => fits(candidate, this.#wanted));
    const [first, second] = fitting;
    if (first === undefined) return this.#missing(all);
    if (second !== undefined) return unavailable("no-such-sensor", severalSentence(this.#wanted, fitting));
    this.#found = first;
    this.#lastPlace = first.place;
    return first;
  }

  /** What stands in its files; what is wrong as an absence. A device that is gone is looked for anew next time. */
  async read(ask: AskKernel, device: KernelDevice, files: readonly string[]): Promise<Texts> {
    const answers = await ask.read(device, files);
    const texts: string[] = [];
    for (const answer of answers) {
      if (answer.kind === "failure") return this.failure(answer, device);
      texts.push(answer.text.trim());
    }
    return { kind: "texts", texts };
  }

  failure(failure: KernelFailure, device: KernelDevice): Absence {
    if (failure.why !== "gone") return absenceOf(failure, sayDevice(device));
    this.#found = undefined;
    return unavailable("connection-down", `${sayDevice(device)} is gone`);
  }

  /** Its files are looked at anew next time. */
  forget(): void {
    this.#found = undefined;
  }

  #missing(all: readonly KernelDevice[]): Absence {
    const wanted = sayWanted(this.#wanted);
    if (this.#lastPlace !== undefined) return unavailable("connection-down", `${wanted} is gone`);
    const names = [...new Set(all.map(({ name }) => name))].slice(0, mostNames).join(", ");
    return unavailable("no-such-sensor", `there is no ${wanted}; there is ${names || "none of the kind"}`);
  }
}

const mostNames = 12;

function fits({ name, label, place }: KernelDevice, wanted: WantedDevice): boolean {
  const isNamed = wanted.name === undefined || name === wanted.name || (label !== "" && label === wanted.name);
  return isNamed && (wanted.device === undefined || `/${place}`.endsWith(`/${wanted.device}`));
}

function severalSentence(wanted: WantedDevice, fitting: readonly KernelDevice[]): string {
  const places = fitting.slice(0, mostNames).map(({ place }) => shortPlace(place));
  return `${fitting.length} are called ${sayWanted(wanted)}; name one by \`device\`: ${places.join(", ")}`;
}

const sayWanted = ({ name, device }: WantedDevice): string =>
  [name ?? "such device", ...(device === undefined ? [] : [`at ${device}`])].join(" ");

/** `lm75 at 1-0048`. */
export function sayDevice({ name, place }: KernelDevice): string {
  const short = shortPlace(place);
  return name === short ? name : `${name} at ${short}`;
}

/** The last part, which tells devices apart. */
export function shortPlace(place: string): string {
  return place.split("/").at(-1) ?? place;
}
