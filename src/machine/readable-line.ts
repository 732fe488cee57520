import { visible } from "../core/visible.ts";

/** A JSON log line for a person: time, level, message, fields as `name=value`, then an error's chain of causes. */
export function readableLine(json: string): string {
  const { time, level, message, ...fields } = JSON.parse(json) as Record<string, unknown>;
  const parts = [String(time).slice(11, 23), String(level).toUpperCase().padEnd(5), String(message)];
  const errors: string[] = [];
  for (const [name, value] of Object.entries(fields)) {
    if (isErrorShaped(value)) errors.push(`${name}: ${chainOf(value)}`);
    else
      parts.push(
        `${name}=${typeof value === "string" && /^[\w@!#:./+-]+$/.test(value) ? value : JSON.stringify(value)}`,
      );
  }
  return `${visible([parts.join(" "), ...errors].join(" | "))}\n`;
}

interface ErrorShape {
  readonly name: string;
  readonly message: string;
  readonly cause?: unknown;
}

function isErrorShaped(value: unknown): value is ErrorShape {
  return typeof value === "object" && value !== null && "message" in value && "name" in value && "stack" in value;
}

function chainOf(error: ErrorShape): string {
  const here = `${error.name}: ${error.message}`;
  return isErrorShaped(error.cause) ? `${here} ← ${chainOf(error.cause)}` : here;
}
