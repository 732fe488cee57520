import type { AuditNote } from "../core/audit-ports.ts";
import type { Condition } from "../core/condition.ts";
import type { Outcome } from "../core/outcome.ts";
import { sayCondition } from "../core/say-condition.ts";
import type { ConditionWatch } from "./condition-watch.ts";
import type { OutputGuard } from "./output-guard.ts";
import type { StopFact, StopLatch } from "./stop-latch.ts";

export interface EmergencyParts {
  readonly latch: StopLatch;
  readonly guard: OutputGuard;
  readonly conditions: ConditionWatch;
  /** Notes and tells it; never throws. */
  readonly note: (note: AuditNote) => void;
  readonly onFault: (error: unknown) => void;
}

/** `stop_when` in the place of a person's name. */
const configuration = "the configuration";

/** Sets everything safe at once and keeps it so until it is released: `!stop`, and `stop_when`. */
export class EmergencyStop implements Disposable {
  readonly #parts: EmergencyParts;
  #watched: readonly Condition[] = [];
  #following = new DisposableStack();

  constructor(parts: EmergencyParts) {
    this.#parts = parts;
  }

  /** Who stopped everything, and why; undefined: it is released. */
  get fact(): StopFact | undefined {
    return this.#parts.latch.fact;
  }

  /** Any of these stops everything from now on, also where it is met already. */
  watch(conditions: readonly Condition[]): void {
    using _before = this.#following;
    this.#following = new DisposableStack();
    this.#watched = conditions;
    for (const condition of conditions) {
      const stop = () => void this.stop(configuration, sayCondition(condition));
      this.#following.use(this.#parts.conditions.follow(condition, (isMet) => isMet && stop()));
      if (this.#parts.conditions.isMet(condition)) stop();
    }
  }

  /** The hardware first, then the disk. Resolves within 2 s; what did not take its safe value is tried until it does. */
  async stop(by: string, why: string): Promise<Outcome> {
    const { latch, guard, note } = this.#parts;
    const isNew = latch.set(by, why);
    const tries = guard.setSafe("stopped");
    const isKept = latch.keep();
    if (isNew) note({ kind: "stop", body: { did: "stop", by, why } });
    const failures = await tries;
    if (failures.length === 0 && isKept) return { status: "done", output: undefined, confirmed: "driver" };
    const forgotten = isKept ? [] : ["The disk did not take the stop, so a restart now would forget it."];
    const unsafe = failures.map(({ path, detail }) => `${path}: ${detail}`);
    const detail = [
      "Everything is stopped, but not all of it is sure yet; it is tried until it is.",
      ...forgotten,
      ...unsafe,
    ];
    return { status: "unknown", code: "unconfirmed", detail: detail.join(" ") };
  }

  /** Lets writes in again, unless a condition still says stop. Outputs stay as they are. */
  release(by: string): Outcome {
    const { latch, conditions, note, onFault } = this.#parts;
    const met = this.#watched.find((condition) => conditions.isMet(condition));
    if (met !== undefined) {
      return { status: "refused", code: "stopped", detail: `This still says stop: ${sayCondition(met)}.` };
    }
    const { fact } = latch;
    const done: Outcome = { status: "done", output: undefined, confirmed: "none" };
    if (fact === undefined) return done;
    try {
      latch.release();
    } catch (error) {
      onFault(error);
      const detail = "It could not be written down, so everything stays stopped.";
      return { status: "failed", code: "driver-failed", detail };
    }
    note({ kind: "stop", body: { did: "release", by, stopped_by: fact.by, stopped_at: fact.at } });
    return done;
  }

  [Symbol.dispose](): void {
    this.#following.dispose();
  }
}
