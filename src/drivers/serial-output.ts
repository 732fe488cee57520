import { parseDecimal } from "../core/decimal.ts";
import { parseDuration } from "../core/duration.ts";
import { hexBytes } from "../core/hex-bytes.ts";
import { compilePattern } from "../core/pattern.ts";
import { isDecimal, type Wire } from "../core/value.ts";
import { WriteFailure } from "../core/write-failure.ts";
import { type Checksum, checksumBytes, checksumTable } from "./checksums/checksum-table.ts";
import { compilePayload } from "./compile-payload.ts";
import type { Output } from "./define-driver.ts";
import { beginsWith } from "./frames/find-bytes.ts";
import type { Frame } from "./frames/scan-frames.ts";
import { writeNumber } from "./number-forms.ts";
import type { Answer, SerialExchanges } from "./serial-exchanges.ts";
import type { SerialTo } from "./serial-schemas.ts";
import { wireText } from "./wire-text.ts";

/** One output on a line: what is sent for a value, and which answer says that it was taken. */
export function serialOutput(to: SerialTo, exchanges: SerialExchanges, timeout: number): Output {
  const within = to.within === undefined ? timeout : (parseDuration(to.within) ?? timeout);
  const dress = dressBytes(to);
  return {
    async write(wire, signal) {
      const answer = answerTo(confirmation(to, wire), within);
      if (await exchanges.run({ bytes: dress(wire), isWrite: true, answer }, signal)) return;
      throw new WriteFailure("unconfirmed", `the expected answer did not come within ${within} ms`);
    },
  };
}

function answerTo(confirms: ((frame: Frame) => boolean) | undefined, within: number): Answer | undefined {
  if (confirms === undefined) return undefined;
  return { within, takes: (frame) => (confirms(frame) ? "answer" : "foreign"), keepsFault: () => false };
}

/** The bytes for a value; throws a WriteFailure for one that has no room in them. */
function dressBytes(to: SerialTo): (wire: Wire) => Uint8Array {
  const plain = to.payload_hex === undefined ? textBytes(to) : hexTemplate(to.payload_hex, to.form);
  if (to.append === undefined) return plain;
  const { of, size, order }: Checksum = checksumTable[to.append];
  return (wire) => {
    const bytes = plain(wire);
    return joined([bytes, checksumBytes(of(bytes), size, order)]);
  };
}

function textBytes(to: SerialTo): (wire: Wire) => Uint8Array {
  const dress = compilePayload(to);
  const end = to.payload === undefined ? "\n" : "";
  const encoder = new TextEncoder();
  return (wire) => encoder.encode(dress(wire) + end);
}

function hexTemplate(template: string, form: SerialTo["form"]): (wire: Wire) => Uint8Array {
  const [before = "", after = ""] = template.split("{value}").map((part) => part.trim());
  const [head, tail] = [hexBytes(before) ?? new Uint8Array(), hexBytes(after) ?? new Uint8Array()];
  return (wire) => {
    const value = form === undefined ? hexBytes(wireText(wire)) : numberBytes(wire, form);
    if (value !== undefined) return joined([head, value, tail]);
    const wanted = form === undefined ? "bytes in hexadecimal digits" : `a number with room in ${form}`;
    throw new WriteFailure("driver-failed", `${JSON.stringify(wireText(wire))} is not ${wanted}`);
  };
}

function numberBytes(wire: Wire, form: NonNullable<SerialTo["form"]>): Uint8Array | undefined {
  const number = typeof wire === "boolean" ? undefined : isDecimal(wire) ? wire : parseDecimal(wire);
  return number && writeNumber(form, number);
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

/** Whether a frame says that the value was taken; undefined where nothing is to say so. */
function confirmation({ answer, answer_hex }: SerialTo, wire: Wire): ((frame: Frame) => boolean) | undefined {
  if (answer_hex !== undefined) {
    const wanted = hexBytes(answer_hex) ?? new Uint8Array();
    return ({ bytes }) => bytes.length >= wanted.length && beginsWith(bytes, wanted);
  }
  if (answer === undefined) return undefined;
  const compiled = compilePattern(answerPattern(answer, wireText(wire)));
  return (frame) => compiled.ok && compiled.pattern.match(frame.text) !== undefined;
}

/** The pattern with the value in place of `{value}`, each of its characters meaning itself. */
export function answerPattern(answer: string, value: string): string {
  return answer.split("{value}").join(value.replace(/[^A-Za-z0-9]/g, (sign) => (sign < "\x80" ? `\\${sign}` : sign)));
}
