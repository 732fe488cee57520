import type { SnapshotContent } from "../../schemas/snapshot.ts";
import type { ThingId } from "../core/ids.ts";
import type { Thing } from "../core/thing.ts";
import { describeGone } from "./describe-gone.ts";
import { describeState, type Latest } from "./describe-state.ts";
import { describeThing } from "./describe-thing.ts";
import type { Audience } from "./visible-properties.ts";

/** How the agent is doing at the moment of a snapshot. */
export interface AgentStanding {
  /** UTC ms. */
  readonly at: number;
  readonly epoch: number;
  readonly version: string;
  readonly clock: SnapshotContent["clock"];
  readonly readingsWaiting: number;
  /** UTC ms. */
  readonly oldestWaitingAt: number | undefined;
  readonly postsWaiting: number;
}

export interface SnapshotScope {
  readonly things: readonly Thing[];
  /** Those that the agent has no more, to be said once. */
  readonly gone: readonly ThingId[];
  readonly audience: Audience;
}

/** The content of `dev.roomwire.snapshot`: all latest values of some Things. */
export function snapshot(scope: SnapshotScope, latest: Latest, standing: AgentStanding): SnapshotContent {
  const { things, gone, audience } = scope;
  const { at, epoch, version, clock, readingsWaiting, oldestWaitingAt, postsWaiting } = standing;
  return {
    v: 1,
    at,
    epoch,
    version,
    clock,
    buffer: {
      readings: readingsWaiting,
      ...(oldestWaitingAt !== undefined && { oldest_at: oldestWaitingAt }),
      posts: postsWaiting,
    },
    things: Object.fromEntries(things.map((thing) => [thing.id, describeState(thing, latest, audience).properties])),
    descriptions: Object.fromEntries([
      ...gone.map((id) => [id, describeGone(id)] as const),
      ...things.map((thing) => [thing.id, describeThing(thing, audience)] as const),
    ]),
  };
}

/** Properties whose values and descriptions fit one event with room to spare. */
const mostProperties = 80;

/** The Things in groups, each small enough for one snapshot. */
export function snapshotGroups(things: readonly Thing[]): readonly (readonly Thing[])[] {
  const groups: Thing[][] = [];
  let properties = 0;
  for (const thing of things) {
    const group = groups.at(-1);
    properties += thing.properties.length;
    if (group !== undefined && properties <= mostProperties) {
      group.push(thing);
    } else {
      groups.push([thing]);
      properties = thing.properties.length;
    }
  }
  return groups;
}
