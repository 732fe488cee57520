import type { Objection } from "../config/driver-schemas.ts";
import { compilePattern } from "../core/pattern.ts";
import { offsetSize } from "./at-offset.ts";
import type { DriverParts } from "./define-driver.ts";
import { durationObjections } from "./duration-objections.ts";
import { frameKeys } from "./frames/choose-shape.ts";
import { frameObjections, longestOf } from "./frames/frame-objections.ts";
import { formSize } from "./number-forms.ts";
import { answerPattern } from "./serial-output.ts";
import type { SerialConnection, SerialFrom, SerialTo, serialSchemas } from "./serial-schemas.ts";

type Schemas = typeof serialSchemas;

/** What no schema can say of a serial line. */
export const serialObjections: NonNullable<
  DriverParts<Schemas["connection"], Schemas["from"], Schemas["to"]>["objections"]
> = {
  connection: (settings) => [
    ...frameObjections(settings),
    ...durationObjections("timeout", settings.timeout, 10),
    ...direction(settings),
  ],
  from: (settings, connection) => [
    ...asking(settings),
    ...offset(settings, connection),
    ...durationObjections("poll", settings.poll, 10),
  ],
  to: (settings) => [...payload(settings), ...answer(settings), ...durationObjections("within", settings.within, 10)],
};

const objection = (key: string, message: string): Objection => ({ keys: [key], message });

function direction({ direction, direction_inverted }: SerialConnection): readonly Objection[] {
  if (direction_inverted === undefined || direction !== undefined) return [];
  return [objection("direction_inverted", "belongs to direction, and there is none")];
}

function asking({ request, request_hex, poll }: SerialFrom): readonly Objection[] {
  if (request !== undefined && request_hex !== undefined) {
    return [objection("request_hex", "cannot stand beside request; keep one of the two")];
  }
  if (poll === undefined || request !== undefined || request_hex !== undefined) return [];
  return [objection("poll", "needs request or request_hex: what shall be asked")];
}

/** Of the kinds of numbers, and whether the frame has such a byte. */
function offset({ at, form, length, bit }: SerialFrom, connection: SerialConnection | undefined): readonly Objection[] {
  if (at === undefined) return [];
  const found: Objection[] = [];
  if (length !== undefined && form !== "bcd")
    found.push(objection("length", "belongs to form: bcd; other forms have one"));
  if (bit !== undefined && (form === "bcd" || form?.startsWith("f") === true)) {
    found.push(objection("bit", `only whole numbers have bits, not ${form}`));
  } else if (bit !== undefined && form !== "bcd" && bit >= 8 * formSize(form ?? "u8")) {
    found.push(objection("bit", `${form ?? "u8"} has bits 0 to ${8 * formSize(form ?? "u8") - 1} only`));
  }
  const end = at + offsetSize({ at, ...(form && { form }), ...(length && { length }) });
  const most = connection && (frameKeys(connection.frame)?.fixed ?? longestOf(connection));
  if (most !== undefined && end > most) found.push(objection("at", `ends at byte ${end}; a frame here has ${most}`));
  return found;
}

function payload({ payload_hex, form }: SerialTo): readonly Objection[] {
  if (form === undefined || payload_hex !== undefined) return [];
  return [objection("form", "belongs to payload_hex, and there is none")];
}

function answer({ answer, answer_hex, within }: SerialTo): readonly Objection[] {
  if (answer !== undefined && answer_hex !== undefined) {
    return [objection("answer_hex", "cannot stand beside answer; keep one of the two")];
  }
  if (within !== undefined && answer === undefined && answer_hex === undefined) {
    return [objection("within", "belongs to answer or answer_hex, and there is none")];
  }
  if (answer === undefined) return [];
  const compiled = compilePattern(answerPattern(answer, "0"));
  return compiled.ok ? [] : [objection("answer", compiled.problem)];
}
