import type { ConnectionSettings } from "../../config/configuration.ts";
import type { Clock } from "../../core/clock.ts";
import { formatDecimal } from "../../core/decimal.ts";
import type { AffordancePath } from "../../core/ids.ts";
import type { Machine } from "../../core/machine.ts";
import type { Sample } from "../../core/sample.ts";
import type { Thing } from "../../core/thing.ts";
import { isDecimal } from "../../core/value.ts";
import { driverTable } from "../../drivers/driver-table.ts";
import { listKernelSensors } from "../list-kernel-sensors.ts";
import { type Finding, findingsOf } from "./finding.ts";

const { ok, fail } = findingsOf("ports");

/** ms for what is slowest: a dozen of 1-wire sensors, one after the other. */
const answerMs = 15_000;
const remedy = "check `sensor`, `device` and `channel`, the overlay or module of its driver, and its wires";

interface KernelParts {
  readonly machine: Machine;
  readonly clock: Clock;
}

/** What the kernel has of sensors, and what each that the configuration names says when it is read once. */
export async function checkKernel(
  connection: ConnectionSettings,
  things: readonly Thing[],
  parts: KernelParts,
): Promise<Finding> {
  const { name } = connection;
  const there = (await listKernelSensors(parts.machine)).map(({ of, text }) => `${of} ${text}`);
  const answers = await readOnce(connection, things, parts);
  const text = `${name}: the kernel has ${there.join(", ") || "no sensors"}; ${answers.map(sayAnswer).join("; ")}`;
  return answers.some(({ sample }) => sample?.kind === "absent") ? fail(text, remedy) : ok(text);
}

interface Answer {
  readonly path: AffordancePath;
  /** undefined: nothing came; a rate comes with the second look. */
  readonly sample: Sample | undefined;
}

function sayAnswer({ path, sample }: Answer): string {
  if (sample === undefined) return `${path} has said nothing yet`;
  if (sample.kind === "absent") return `${path}: ${sample.detail}`;
  return `${path} says ${isDecimal(sample.wire) ? formatDecimal(sample.wire) : sample.wire}`;
}

/** The first thing that each binding of the connection hears, over the drivers themselves. */
async function readOnce(
  { name, type, settings }: ConnectionSettings,
  things: readonly Thing[],
  { machine, clock }: KernelParts,
): Promise<readonly Answer[]> {
  const inputs = things
    .flatMap(({ properties }) => properties)
    .flatMap(({ path, type: kind, from }) => (from?.connection === name ? [{ path, type: kind, from }] : []));
  // A rate says nothing before its second look.
  const awaited = new Set(
    inputs.filter(({ from }) => !/_rate$/.test(String(from.settings.figure))).map(({ path }) => path),
  );
  const heard = new Map<AffordancePath, Sample>();
  const over = Promise.withResolvers<void>();
  await using open = new AsyncDisposableStack();
  const emit = (sample: Sample): void => {
    if (!heard.has(sample.path)) heard.set(sample.path, sample);
    awaited.delete(sample.path);
    if (awaited.size === 0) over.resolve();
  };
  for (const driver of driverTable.filter((candidate) => candidate.type === type)) {
    const own = inputs.filter(({ from }) => from.as === driver.as);
    if (own.length === 0) continue;
    const connection = open.use(driver.open(settings, { name, machine, clock, readSecret: () => "", emit }));
    for (const { path, type: kind, from } of own) connection.listen({ path, type: kind, settings: from.settings });
  }
  using _limit = clock.after(answerMs, () => over.resolve());
  if (awaited.size > 0) await over.promise;
  return inputs.map(({ path }) => ({ path, sample: heard.get(path) }));
}
