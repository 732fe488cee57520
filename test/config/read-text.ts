import assert from "node:assert/strict";
import { resolve } from "node:path/posix";
import { test } from "node:test";
import type { Configuration } from "../../src/config/configuration.ts";
import type { DriverSchemas } from "../../src/config/driver-schemas.ts";
import { formatProblem, type Problem } from "../../src/config/problem.ts";
import { type ReadConfig, readConfig } from "../../src/config/read-config.ts";

const text = { type: "string", minLength: 1 } as const;

/** Two drivers of one type, one that can only be read, and one with an exact number among its settings. */
export const fakeDrivers: readonly DriverSchemas[] = [
  {
    type: "wire",
    as: "value",
    connection: {
      type: "object",
      additionalProperties: false,
      required: ["port"],
      properties: { port: { type: "integer" }, key_file: text, socket: text, url: text },
    },
    from: {
      type: "object",
      additionalProperties: false,
      required: ["line"],
      properties: {
        line: text,
        path: { type: "string" },
        match: text,
        group: text,
        low: { type: ["integer", "string"], pattern: "^-?[0-9.]+$", description: "Lowest value." },
      },
    },
    to: { type: "object", additionalProperties: false, required: ["line"], properties: { line: text } },
  },
  {
    type: "wire",
    as: "counter",
    connection: true,
    from: { type: "object", additionalProperties: false, properties: { line: text } },
    to: undefined,
  },
];

const head = `matrix: { homeserver: "https://hs", user: "@agent:hs" }
connections: { bus: { type: wire, port: 1 } }
`;

/** Reads a configuration that stands in `/etc/rw/roomwire.yaml`, with the profiles given as texts. */
export function readText(
  yaml: string,
  profiles: Readonly<Record<string, string>> = {},
  credentialsDirectory: string | undefined = "/run/credentials",
  drivers: readonly DriverSchemas[] = fakeDrivers,
  beside: Readonly<Record<string, string>> = {},
): ReadConfig {
  return readConfig({
    file: "roomwire.yaml",
    readFile: (name) => {
      const text = name === "roomwire.yaml" ? yaml : beside[name];
      if (text === undefined) throw new Error(`no such file: ${name}`);
      return text;
    },
    listDirectory: (directory) =>
      Object.keys(beside).flatMap((name) => (name.startsWith(directory) ? [name.slice(directory.length)] : [])),
    profiles: {
      names: () => Object.keys(profiles),
      read: (name) => {
        const profile = profiles[name];
        return profile === undefined ? undefined : { file: `devices/${name}.yaml`, text: profile };
      },
    },
    resolvePath: (...parts) => resolve("/etc/rw", ...parts),
    credentialsDirectory,
    drivers,
  });
}

/** The same for the part below a right head with one connection, `bus`. */
export function readBody(body: string, profiles: Readonly<Record<string, string>> = {}): ReadConfig {
  return readText(head + body, profiles);
}

/** The same with files beside it, by their names from its folder. */
export function readBeside(body: string, beside: Readonly<Record<string, string>>): ReadConfig {
  return readText(head + body, {}, undefined, fakeDrivers, beside);
}

/** The configuration, or a failure that shows its problems. */
export function good(read: ReadConfig): Configuration {
  if (!read.ok) throw new Error(lines(read.problems).join("\n"));
  return read.configuration;
}

/** `path: message` of every problem. */
export function problemsOf(read: ReadConfig): readonly string[] {
  return read.ok ? [] : read.problems.map(({ path, message }) => `${path}: ${message}`);
}

export function lines(problems: readonly Problem[]): readonly string[] {
  return problems.map(formatProblem);
}

/** A configuration with one Thing `box` that has one property `p` with these keys. */
export function property(keys: string): string {
  return `things: { box: { connection: bus, properties: { p: { ${keys} } } } }\n`;
}

/** One test for each: what stands below the head, and the problem that must be told of it. */
export function refusals(rules: readonly (readonly [name: string, body: string, problem: string | RegExp])[]): void {
  for (const [name, body, problem] of rules) {
    test(`refused: ${name}`, () => {
      const problems = problemsOf(readBody(`${body}\n`));
      const found = problems.some((line) => (typeof problem === "string" ? line === problem : problem.test(line)));
      assert.ok(found, problems.join("\n") || "no problem was found");
    });
  }
}
