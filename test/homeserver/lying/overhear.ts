import { until } from "../../fakes/until.ts";
import type { Lie } from "../pass-through.ts";
import { isSync } from "./edit-sync.ts";
import type { SyncBody, ToDevice, WireEvent } from "./wire.ts";

export interface Heard {
  readonly lie: Lie;
  /** Timeline events by id, in the order in which the homeserver gave them. */
  readonly events: ReadonlyMap<string, WireEvent>;
  /** To-device messages, in order. */
  readonly toDevice: readonly ToDevice[];
  /** Whole answers of /sync, oldest first. */
  readonly syncs: readonly SyncBody[];
  /** Waits until a /sync is asked. */
  asked(): Promise<void>;
  /** Waits for a timeline event. */
  event(id: string): Promise<WireEvent>;
}

/** Changes nothing, remembers what the homeserver says in /sync. */
export function overhear(): Heard {
  const events = new Map<string, WireEvent>();
  const toDevice: ToDevice[] = [];
  const syncs: SyncBody[] = [];
  let asked = Promise.withResolvers<void>();
  const hear = (body: SyncBody): void => {
    syncs.push(body);
    toDevice.push(...(body.to_device?.events ?? []));
    for (const { timeline } of Object.values(body.rooms?.join ?? {}))
      for (const event of timeline?.events ?? []) events.set(event.event_id, event);
  };
  return {
    events,
    toDevice,
    syncs,
    asked() {
      asked = Promise.withResolvers();
      return asked.promise;
    },
    async lie(request, pass) {
      if (isSync(request)) asked.resolve();
      const answer = await pass(request);
      if (isSync(request) && answer.kind === "whole" && answer.status === 200) {
        hear(JSON.parse(answer.body.toString()) as SyncBody);
      }
      return answer;
    },
    async event(id) {
      await until(`the homeserver tells of ${id}`, () => events.has(id));
      return events.get(id) as WireEvent;
    },
  };
}
