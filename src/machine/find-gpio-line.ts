import type { GpioLine } from "../core/gpio-lines.ts";
import type { GpioChip, GpioLook } from "./gpio-kernel.ts";
import type { GpioLineInfo } from "./gpio-uapi.ts";

/** Labels of the chips behind the 40-pin header of a Raspberry Pi: 5, 4, and all before. BCM number = place on the chip. */
export const headerLabels: readonly string[] = ["pinctrl-rp1", "pinctrl-bcm2711", "pinctrl-bcm2835"];
/** The header has GPIO0 to GPIO27. */
const headerLines = 28;

export interface FoundLine {
  readonly chip: GpioChip;
  readonly offset: number;
}

export interface NoSuchLine {
  readonly fault: "no-such-line" | "connection-down";
  /** One sentence with what is there instead. */
  readonly detail: string;
}

/**
 * A line by its name on any chip, or by its number on the named chip, by default that of the header. `GPIO17` is number 17 of
 * the header's chip where no line bears that name: device trees call some lines otherwise. Numbers of chips are never gone by.
 */
export function findGpioLine(
  look: GpioLook,
  wanted: GpioLine,
  label: string | undefined,
  linesOf: (chip: GpioChip) => readonly GpioLineInfo[] | undefined,
): FoundLine | NoSuchLine {
  const chips = label === undefined ? look.chips : look.chips.filter((chip) => chip.label === label);
  if (chips.length === 0) return { fault: "connection-down", detail: noChip(look, label) };
  if (label !== undefined && chips.length > 1) {
    const paths = chips.map(({ path }) => path).join(" and ");
    return { fault: "no-such-line", detail: `${paths} are both called ${label}, so lines of it cannot be told apart` };
  }
  if ("offset" in wanted) return byNumber(label === undefined ? headerOf(look) : chips[0], wanted.offset, look);
  return byName(chips, wanted.name, linesOf) ?? byBcmName(look, wanted.name, label) ?? unnamed(chips, wanted.name);
}

/** Why no chip can be used; undefined: one can. */
export function chipProblem(look: GpioLook, label: string | undefined): string | undefined {
  const isThere = look.chips.some((chip) => label === undefined || chip.label === label);
  return isThere ? undefined : noChip(look, label);
}

function byName(
  chips: readonly GpioChip[],
  name: string,
  linesOf: (chip: GpioChip) => readonly GpioLineInfo[] | undefined,
): FoundLine | NoSuchLine | undefined {
  const found = chips.flatMap((chip) =>
    (linesOf(chip) ?? []).flatMap((line, offset) => (line.name === name ? [{ chip, offset }] : [])),
  );
  const onHeader = found.filter(({ chip }) => headerLabels.includes(chip.label));
  const [line, ...others] = onHeader.length > 0 ? onHeader : found;
  if (line === undefined || others.length === 0) return line;
  const places = [line, ...others].map(({ chip, offset }) => `${offset} of ${chip.label}`).join(", ");
  return { fault: "no-such-line", detail: `several lines are called ${name}: ${places}; name the chip and the number` };
}

function byBcmName(look: GpioLook, name: string, label: string | undefined): FoundLine | NoSuchLine | undefined {
  const number = /^GPIO(\d{1,2})$/.exec(name)?.[1];
  const header = headerOf(look);
  if (number === undefined || header === undefined || Number(number) >= headerLines) return undefined;
  return label === undefined || label === header.label ? byNumber(header, Number(number), look) : undefined;
}

function byNumber(chip: GpioChip | undefined, offset: number, look: GpioLook): FoundLine | NoSuchLine {
  if (chip === undefined) {
    const remedy = `name the \`chip\` of the connection: ${labels(look)}`;
    return { fault: "no-such-line", detail: `this is no Raspberry Pi with a header, or it has several; ${remedy}` };
  }
  if (offset < chip.lines) return { chip, offset };
  return { fault: "no-such-line", detail: `${chip.label} has no line ${offset}, only 0 to ${chip.lines - 1}` };
}

/** The one chip of the header. */
function headerOf({ chips }: GpioLook): GpioChip | undefined {
  const fits = chips.filter(({ label }) => headerLabels.includes(label));
  return fits.length === 1 ? fits[0] : undefined;
}

function unnamed(chips: readonly GpioChip[], name: string): NoSuchLine {
  return {
    fault: "no-such-line",
    detail: `no line of ${chips.map(({ label }) => label).join(", ")} is called ${name}`,
  };
}

function noChip(look: GpioLook, label: string | undefined): string {
  if (look.refused.length > 0 && look.chips.length === 0) {
    return `${look.refused.join(", ")} may not be opened by this user; add it to the group gpio`;
  }
  if (look.chips.length === 0) return "there is no GPIO chip (/dev/gpiochip*, /sys/class/gpio)";
  return `no GPIO chip is called ${label}; there are ${labels(look)}`;
}

const labels = ({ chips }: GpioLook): string => chips.map(({ label }) => label).join(", ");
