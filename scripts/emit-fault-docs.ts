import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fatalCodes } from "../src/core/fatal-codes.ts";
import { faultCodes } from "../src/core/fault-codes.ts";
import { refusalCodes } from "../src/core/refusal-codes.ts";

const rules: Readonly<Record<number, string>> = {
  1: "Place: known room, joined sender, encrypted, no relation",
  2: "Person: a signed session of a pinned identity",
  3: "Key: the sender's own, this ciphertext never judged before",
  4: "Form: schema, address, target, input",
  5: "Right: this operator, this operation, this Thing",
  6: "Time: fresh on the agent's own clock, or proven fresh",
  7: "Once: an id never seen, and nothing newer in its place",
  8: "Limits: what the output allows at this moment; a safe value always",
};

interface Row {
  readonly meaning: string;
  readonly remedy: string;
}

const row = (code: string, { meaning, remedy }: Row, more = "") => `| \`${code}\` |${more} ${meaning} | ${remedy} |`;

/** docs/faults.md, from the tables that the code itself uses. */
export function faultsPage(): string {
  const refusals = Object.entries(refusalCodes);
  const byRule = Object.entries(rules).flatMap(([rule, title]) => [
    `### ${rule}. ${title}`,
    "",
    "| code | meaning | what to do |",
    "|---|---|---|",
    ...refusals.filter(([, refusal]) => String(refusal.rule) === rule).map(([code, refusal]) => row(code, refusal)),
    "",
  ]);
  return `${[
    "# Faults, refusals, exit codes",
    "",
    "<!-- Made by scripts/emit-fault-docs.ts from src/core/fault-codes.ts and refusal-codes.ts; change those. -->",
    "",
    "## Faults",
    "",
    "Counted and told, in the log and in `!status`; they never stop the agent. A reading that suffers from one has a quality other than `ok`.",
    "",
    "| code | meaning | what to do |",
    "|---|---|---|",
    ...Object.entries(faultCodes).map(([code, fault]) => row(code, fault)),
    "",
    "## Refusals",
    "",
    "Why a command was not carried out, in the order in which the gate asks. Listed operators are told, within limits; the rest is only counted.",
    "",
    ...byRule,
    "## Exit codes",
    "",
    "Why a process ended; the last line of the log says more.",
    "",
    "| code | exit | meaning | what to do |",
    "|---|---|---|---|",
    ...Object.entries(fatalCodes).map(([code, fatal]) => row(code, fatal, ` ${fatal.exit} |`)),
  ].join("\n")}\n`;
}

if (import.meta.main) {
  writeFileSync(join(import.meta.dirname, "../docs/faults.md"), faultsPage());
  console.log("wrote docs/faults.md");
}
