import { visible } from "../core/visible.ts";

/** A JSON log line for a person: time, level, message, fields as `name=value`, then an error's chain: its causes, and what it hides. */
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
  /** Of a SuppressedError: what failed while closing, and what had failed before that. */
  readonly error?: unknown;
  readonly suppressed?: unknown;
}

function isErrorShaped(value: unknown): value is ErrorShape {
  return typeof value === "object" && value !== null && "message" in value && "name" in value && "stack" in value;
}

function chainOf(error: ErrorShape): string {
  const behind = [error.cause, error.error, error.suppressed].filter(isErrorShaped);
  return [`${error.name}: ${error.message}`, ...behind.map(chainOf)].join(" ← ");
}
