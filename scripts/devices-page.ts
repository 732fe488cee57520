import { flowText } from "../src/config/flow-text.ts";
import { Findings, formatProblem } from "../src/config/problem.ts";
import { type Profile, readProfile } from "../src/config/read-profile.ts";
import { childEntries, childText } from "../src/config/source-node.ts";
import type { PackageFiles } from "../src/machine/package-files.ts";

const intro = `# Devices

<!-- Made by scripts/emit-config-docs.ts from devices/; change those. -->

A profile is a reusable Thing: \`profile: <name>\` lays its keys under those of a Thing, \`with\` fills its parameters, and
what the configuration says wins. \`null\` under one of its properties or actions leaves that out. Every profile carries
samples from a public document, and a test decodes them.`;

/** The text of docs/devices.md. Throws with its problems when a profile is wrong. */
export function devicesPage(files: PackageFiles): string {
  const sections = files.profileNames().map((name) => describe(load(name, files)));
  return `${[intro, ...sections].join("\n\n")}\n`;
}

function load(name: string, files: PackageFiles): Profile {
  const found = files.readProfile(name);
  if (found === undefined) throw new Error(`there is no profile ${name}`);
  const findings = new Findings();
  const profile = readProfile(name, found.file, found.text, findings);
  if (profile === undefined || findings.problems.length > 0) {
    throw new Error(findings.problems.map(formatProblem).join("\n"));
  }
  return profile;
}

function describe(profile: Profile): string {
  const parameters = profile.parameters.map((parameter) => {
    const fallback = parameter.default === undefined ? "" : ` Default: \`${parameter.default}\`.`;
    return `- \`${parameter.name}\`: ${parameter.description}.${fallback}`;
  });
  const properties = childEntries(profile.thing, "properties").map(([name, { value }]) => {
    const unit = childText(value, "unit");
    const ends = childEntries(value, "to").length > 0 ? "written and read" : "read";
    return `| \`${name}\` | ${childText(value, "type")} | ${unit ?? ""} | ${ends} |`;
  });
  return [
    `## \`${profile.name}\``,
    `${profile.title}. Samples from: ${profile.source}`,
    ...(Object.keys(profile.needs).length > 0 ? [`Connection: \`${flowText(profile.needs)}\`, and where it is.`] : []),
    ...(parameters.length > 0 ? [["Parameters:", "", ...parameters].join("\n")] : []),
    ["| property | type | unit | |", "|---|---|---|---|", ...properties].join("\n"),
  ].join("\n\n");
}
