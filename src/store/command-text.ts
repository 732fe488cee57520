import type { Command } from "../core/command.ts";
import type { Outcome } from "../core/outcome.ts";

/** Commands and outcomes as JSON text. A bigint can only be a Decimal's `coefficient`; it travels as digits. */
export function commandText(command: Command): string {
  return JSON.stringify(command, bigintAsDigits);
}

/** Reads what `commandText` wrote. */
export function readCommand(text: string): Command {
  const command = JSON.parse(text, digitsAsBigint) as Command;
  const { input, lease, pulse, expiresAt } = command;
  return { ...command, input, lease, pulse, expiresAt };
}

export function outcomeText(outcome: Outcome): string {
  return JSON.stringify(outcome, bigintAsDigits);
}

/** Reads what `outcomeText` wrote. */
export function readOutcome(text: string): Outcome {
  const outcome = JSON.parse(text, digitsAsBigint) as Outcome;
  return outcome.status === "done" ? { ...outcome, output: outcome.output } : outcome;
}

function bigintAsDigits(_key: string, value: unknown): unknown {
  return typeof value === "bigint" ? value.toString() : value;
}

function digitsAsBigint(key: string, value: unknown): unknown {
  return key === "coefficient" && typeof value === "string" ? BigInt(value) : value;
}
