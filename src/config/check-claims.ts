import type { Binding } from "../core/property.ts";
import type { Thing } from "../core/thing.ts";
import type { ThingContext } from "./draft-thing.ts";
import type { Claim } from "./driver-schemas.ts";
import type { References } from "./find-property.ts";
import type { Place } from "./problem.ts";
import { child } from "./source-node.ts";

interface Claimed extends Claim {
  readonly end: "from" | "to";
  /** How people find it. */
  readonly path: string;
  readonly place: Place;
}

/** Two bindings that want the same part of the hardware, in ways that cannot both be. */
export function checkClaims(things: readonly Thing[], context: ThingContext, references: References): void {
  const first = new Map<string, Claimed[]>();
  for (const claimed of claimsOf(things, context, references)) {
    const others = first.get(claimed.of) ?? [];
    const clash = others.flatMap((other) => clashOf(claimed, other) ?? [])[0];
    if (clash !== undefined) context.findings.problem(claimed.place, `${claimed.of} ${clash}`);
    first.set(claimed.of, [...others, claimed]);
  }
}

function clashOf(one: Claimed, other: Claimed): string | undefined {
  if (one.end === "to" && other.end === "to") return `is written by ${other.path} already; only one can`;
  const differing = Object.keys(one.terms).find((key) => {
    return key in other.terms && one.terms[key] !== other.terms[key] && !isOpen(one, other, key);
  });
  if (differing === undefined) return undefined;
  const use = other.end === "to" ? "written" : "read";
  return `is ${use} by ${other.path} already with another ${differing} (${other.terms[differing]}); say the same`;
}

/** What a reader leaves open is as the writer has it. */
function isOpen(one: Claimed, other: Claimed, key: string): boolean {
  if (one.end === other.end) return false;
  const reader = one.end === "from" ? one : other;
  return reader.open.includes(key);
}

function claimsOf(things: readonly Thing[], context: ThingContext, references: References): readonly Claimed[] {
  return things.flatMap((thing) => {
    const node = references.drafts.get(thing.id)?.node;
    if (node === undefined) return [];
    const at = (group: string, name: string, end: string): Place => {
      const whole = child(child(node, group), name);
      return (child(whole, end) ?? whole ?? node).place;
    };
    const claimed = (binding: Binding | undefined, end: "from" | "to", path: string, place: Place): Claimed[] => {
      const claim = binding && claimOf(binding, end, context);
      return claim === undefined ? [] : [{ ...claim, end, path, place }];
    };
    return [
      ...claimed(thing.available, "from", `available of ${thing.id}`, (child(node, "available") ?? node).place),
      ...thing.properties.flatMap(({ from, to, name, path }) => [
        ...claimed(from, "from", path, at("properties", name, "from")),
        ...claimed(to, "to", path, at("properties", name, "to")),
      ]),
      ...thing.actionOutputs.flatMap(({ to, name, path }) => claimed(to, "to", path, at("actions", name, "to"))),
    ];
  });
}

function claimOf(binding: Binding, end: "from" | "to", { drivers, types }: ThingContext): Claim | undefined {
  const connection = types.get(binding.connection);
  if (connection?.settings === undefined) return undefined;
  const driver = drivers.find(({ type, as }) => type === connection.type && as === binding.as);
  return driver?.claim?.(end, binding.settings, connection.settings);
}
