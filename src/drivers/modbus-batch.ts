import type { FaultCode } from "../core/fault-codes.ts";
import type { ModbusAnswer } from "../core/modbus-bus.ts";
import type { ConnectionContext } from "./define-driver.ts";
import { everyInterval } from "./every-interval.ts";
import type { ModbusStation } from "./modbus-station.ts";
import type { ModbusTurns } from "./modbus-turns.ts";
import type { BatchPlan, WantedRegister } from "./plan-batches.ts";
import { isAboutRegisters, isBusy, isNotThere, sayException } from "./say-exception.ts";
import { SilentWait } from "./silent-wait.ts";

export interface BatchParts extends Pick<ConnectionContext, "clock" | "emit"> {
  readonly turns: ModbusTurns;
  readonly isUp: () => boolean;
  readonly isWanted: (member: WantedRegister) => boolean;
  /** One of several registers may be refused: from now on each is asked for by itself. */
  readonly askApart: (members: readonly WantedRegister[]) => void;
}

/** One question that is asked again and again, with the properties that its answer is for. */
export class ModbusBatch implements Disposable {
  readonly plan: BatchPlan;
  readonly wait: SilentWait;
  readonly #station: ModbusStation;
  readonly #parts: BatchParts;
  #ticks: Disposable | undefined;
  #isAsked = false;
  #isEnded = false;
  /** What was told last of an answer that does not come. */
  #told: string | undefined;

  constructor(plan: BatchPlan, station: ModbusStation, parts: BatchParts) {
    this.plan = plan;
    this.wait = new SilentWait(parts.clock);
    this.#station = station;
    this.#parts = parts;
    station.questions.add(this);
    this.begin();
  }

  /** Begins anew: at once, and then as often as it is wanted. */
  begin(): void {
    this.#told = undefined;
    this.wait.end();
    this.#ticks?.[Symbol.dispose]();
    this.#ticks = everyInterval(this.plan.every, this.#parts.clock, 0, () => this.ask());
  }

  /** Unless its answer is already waited for; `isUrgent`: whatever became of the last one. */
  ask(isUrgent = false): void {
    if (this.#isAsked || this.#isEnded || !this.#parts.isUp()) return;
    if (!isUrgent && !this.#station.mayAsk(this)) return;
    this.#isAsked = true;
    void this.#exchange(isUrgent);
  }

  [Symbol.dispose](): void {
    this.#isEnded = true;
    this.#ticks?.[Symbol.dispose]();
    this.#station.questions.delete(this);
  }

  async #exchange(isUrgent: boolean): Promise<void> {
    const { unit, table, address, count } = this.plan;
    const isStillDue = (): boolean => !this.#isEnded && (isUrgent || this.#station.mayAsk(this));
    try {
      const answer = await this.#parts.turns.run(
        {
          unit,
          isWrite: false,
          run: async (ask) => (isStillDue() ? await ask({ kind: "read", unit, table, address, count }) : undefined),
        },
        never,
      );
      this.#isAsked = false;
      if (answer !== undefined && !this.#isEnded) this.#take(answer);
    } catch {
      // The bus was lost, which is told where that is noticed.
      this.#isAsked = false;
    }
  }

  #take(answer: ModbusAnswer): void {
    const { unit } = this.plan;
    switch (answer.kind) {
      case "data":
        this.#told = undefined;
        this.#station.answered(this);
        this.#handUp(answer.data);
        break;
      case "exception":
        this.#station.answered(this);
        this.#takeException(answer.code);
        break;
      case "damaged":
        this.#station.silent(this);
        this.#told = undefined;
        this.#tell("fault", "bad-checksum", `unit ${unit}: ${answer.detail}`);
        break;
      case "silence":
        this.#station.silent(this);
        this.#tellOnce("no-answer", `unit ${unit} did not answer`);
        break;
    }
  }

  #takeException(code: number): void {
    const { unit, members } = this.plan;
    const detail = sayException(unit, code);
    if (isAboutRegisters(code) && members.length > 1) this.#parts.askApart(members);
    else if (isNotThere(code)) this.#tellOnce("no-answer", detail);
    else if (isBusy(code)) this.#tellOnce("source-unavailable", detail);
    else {
      this.#told = undefined;
      this.#tell("fault", "source-fault", detail);
    }
  }

  #handUp(data: readonly number[]): void {
    const { emit, clock, isWanted } = this.#parts;
    const now = clock.now();
    for (const member of this.plan.members) {
      if (!isWanted(member)) continue;
      const { path } = member;
      const found = member.read(data, this.plan.address);
      switch (found.kind) {
        case "value":
          emit({ kind: "value", path, wire: found.wire, measuredAt: now });
          break;
        case "absent": {
          const { detail } = found;
          emit({ kind: "absent", path, quality: "unavailable", fault: "source-unavailable", detail, noticedAt: now });
          break;
        }
        case "nothing": {
          const { fault, detail } = found;
          emit({ kind: "absent", path, quality: "fault", fault, detail, noticedAt: now });
          break;
        }
      }
    }
  }

  /** Once, until something else comes. */
  #tellOnce(fault: FaultCode, detail: string): void {
    if (this.#told === fault) return;
    this.#told = fault;
    this.#tell("unavailable", fault, detail);
  }

  #tell(quality: "unavailable" | "fault", fault: FaultCode, detail: string): void {
    const { emit, clock, isWanted } = this.#parts;
    const noticedAt = clock.now();
    for (const member of this.plan.members) {
      if (isWanted(member)) emit({ kind: "absent", path: member.path, quality, fault, detail, noticedAt });
    }
  }
}

const never = new AbortController().signal;
