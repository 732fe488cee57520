import type { Thing } from "../core/thing.ts";
import { buildThing } from "./build-thing.ts";
import { checkClaims } from "./check-claims.ts";
import { checkContradictions } from "./check-contradictions.ts";
import { checkNames } from "./check-names.ts";
import { checkSecrets } from "./check-secrets.ts";
import { draftThing, namesOf, type ThingContext, type ThingDraft } from "./draft-thing.ts";
import { expandProfile, type ProfileShelf } from "./expand-profile.ts";
import type { References } from "./find-property.ts";
import { pairOutputs } from "./pair-outputs.ts";
import { childEntries, type MapEntry, type SourceNode } from "./source-node.ts";

export interface BuiltThings {
  readonly things: readonly Thing[];
  /** For what else in the file names a property. */
  readonly references: References;
}

/** All Things, in three passes: each by itself, then what names others, then what holds for both sides. */
export function buildThings(root: SourceNode, profiles: ProfileShelf, context: ThingContext): BuiltThings {
  const { findings, types, reserved } = context;
  const drafts = new Map<string, ThingDraft | undefined>();
  const entries: [string, MapEntry][] = [];
  for (const [id, { key, value }] of childEntries(root, "things")) {
    drafts.set(id, undefined);
    const node = value.kind === "map" ? expandProfile(value, profiles, types, findings) : undefined;
    if (node === undefined) continue;
    if (node !== value) checkSecrets(node, findings);
    entries.push([id, { key, value: node }]);
    drafts.set(id, draftThing(id, key, node, context));
  }
  checkNames(
    entries.map(([id, entry]) => namesOf(id, entry)),
    reserved,
    findings,
  );
  const references: References = { drafts, findings };
  const known = [...drafts.values()].flatMap((draft) => draft ?? []);
  const things = pairOutputs(known.map((draft) => buildThing(draft, references)));
  checkContradictions(things, references);
  checkClaims(things, context, references);
  return { things, references };
}
