import type { Clock } from "../core/clock.ts";
import type { SafeCause, SafeEvent } from "./safe-cause.ts";
import type { Sent } from "./send-value.ts";

/** ms between two tries at an output that did not take its safe value. */
const againMs = 250;

interface Debt {
  readonly cause: SafeCause;
  readonly wasSafe: boolean;
  detail: string | undefined;
  retry: Disposable | undefined;
}

/** What one output still owes: its safe value, sent again and again until the hardware took it. */
export class SafeDebt implements Disposable {
  readonly #clock: Clock;
  readonly #send: () => Promise<Sent>;
  readonly #told: (event: Omit<SafeEvent, "property">) => void;
  #debt: Debt | undefined;

  /** `send` hands the safe value over within the call; `told` hears of the end, and of a first try that failed. */
  constructor(clock: Clock, send: () => Promise<Sent>, told: (event: Omit<SafeEvent, "property">) => void) {
    this.#clock = clock;
    this.#send = send;
    this.#told = told;
  }

  /** Why it is not paid yet; undefined: nothing is owed. */
  get detail(): string | undefined {
    return this.#debt && (this.#debt.detail ?? "it is being set");
  }

  /** Sends within the call; a new debt takes the place of an old one. Resolves after the first try. */
  owe(cause: SafeCause, wasSafe: boolean): Promise<Sent> {
    this.forgive();
    const debt: Debt = { cause, wasSafe, detail: undefined, retry: undefined };
    this.#debt = debt;
    return this.#pay(debt);
  }

  /** The output has the value by another way. */
  forgive(): void {
    this.#debt?.retry?.[Symbol.dispose]();
    this.#debt = undefined;
  }

  [Symbol.dispose](): void {
    this.forgive();
  }

  async #pay(debt: Debt): Promise<Sent> {
    const sent = await this.#send();
    if (this.#debt !== debt) return sent;
    const { cause, wasSafe } = debt;
    if (sent.kind === "taken") {
      this.#debt = undefined;
      this.#told({ cause, became: wasSafe ? "kept" : "safe", detail: "" });
      return sent;
    }
    const isFirst = debt.detail === undefined;
    debt.detail = sent.detail;
    debt.retry = this.#clock.after(againMs, () => void this.#pay(debt));
    if (isFirst) this.#told({ cause, became: "not-yet", detail: sent.detail });
    return sent;
  }
}
