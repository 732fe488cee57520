import type { ResultContent } from "../../../schemas/result.ts";
import type { Clock } from "../../core/clock.ts";
import type { UserId } from "../../core/ids.ts";
import type { CommandOutcome } from "./command-wish.ts";

interface Final {
  readonly agent: UserId;
  readonly outcome: CommandOutcome;
}

interface Waiter {
  readonly from: UserId | undefined;
  readonly settle: (outcome: CommandOutcome | undefined) => void;
  readonly prolong: () => void;
}

const mostKept = 1000;
/** ms that an agent which accepted a command may take for it. */
const acceptedMs = 5 * 60_000;

/** Where final results are pinned up for those who wait for them. */
export class ResultBoard {
  readonly #clock: Clock;
  readonly #finals = new Map<string, Final>();
  readonly #waiters = new Map<string, Set<Waiter>>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  put(agent: UserId, result: ResultContent): void {
    const waiters = [...(this.#waiters.get(result.command) ?? [])].filter(
      ({ from }) => from === undefined || from === agent,
    );
    if (result.status === "accepted") {
      for (const { prolong } of waiters) prolong();
      return;
    }
    const { status, code, detail, output, confirmed, challenge } = result;
    const outcome: CommandOutcome = {
      status,
      ...(code !== undefined && { code }),
      ...(detail !== undefined && { detail }),
      ...(output !== undefined && { output }),
      ...(confirmed !== undefined && { confirmed }),
      ...(challenge !== undefined && { challenge }),
    };
    const [oldest] = this.#finals.keys();
    if (this.#finals.size >= mostKept && oldest !== undefined) this.#finals.delete(oldest);
    if (!this.#finals.has(result.command)) this.#finals.set(result.command, { agent, outcome });
    for (const { settle } of waiters) settle(outcome);
  }

  /** The final result of a command, by that agent if one is named; undefined when none comes within that many ms. */
  wait(commandId: string, withinMs: number, from?: UserId): Promise<CommandOutcome | undefined> {
    const final = this.#finals.get(commandId);
    if (final !== undefined && (from === undefined || from === final.agent)) return Promise.resolve(final.outcome);
    const { promise, resolve } = Promise.withResolvers<CommandOutcome | undefined>();
    const ofCommand = this.#waiters.get(commandId) ?? new Set();
    this.#waiters.set(commandId, ofCommand);
    const settle = (outcome: CommandOutcome | undefined): void => {
      timer[Symbol.dispose]();
      ofCommand.delete(waiter);
      if (ofCommand.size === 0) this.#waiters.delete(commandId);
      resolve(outcome);
    };
    const giveUp = (): void => settle(undefined);
    let timer = this.#clock.after(withinMs, giveUp);
    const prolong = (): void => {
      timer[Symbol.dispose]();
      timer = this.#clock.after(Math.max(withinMs, acceptedMs), giveUp);
    };
    const waiter: Waiter = { from, settle, prolong };
    ofCommand.add(waiter);
    return promise;
  }

  /** Nothing more will come: whoever waits learns it. */
  close(): void {
    for (const waiters of [...this.#waiters.values()]) for (const { settle } of [...waiters]) settle(undefined);
  }
}
