import type { Clock } from "../core/clock.ts";
import type { FaultCode } from "../core/fault-codes.ts";
import type { GpioInput, GpioInputEvents, GpioLines, GpioOutput, GpioOutputSettings } from "../core/gpio-lines.ts";
import { WriteFailure } from "../core/write-failure.ts";
import { backOff } from "./back-off.ts";
import type { GpioHub } from "./gpio-hub.ts";
import type { HeldGpioLine } from "./held-gpio-line.ts";

/** ms between looks whether chips are still there: some kernels do not tell. */
const lookEvery = 5000;

/** Lines of one chip, or of the header, each taken again after it was lost: within 1 to 5 s. */
export function openGpioLines(hub: GpioHub, chip: string | undefined, clock: Clock): GpioLines {
  return new Lines(hub, chip, clock);
}

interface Watcher {
  readonly input: GpioInput;
  readonly events: GpioInputEvents;
  held: HeldGpioLine | undefined;
  attached: Disposable | undefined;
  told: string | undefined;
}

interface Driven {
  readonly settings: GpioOutputSettings;
  held: HeldGpioLine | undefined;
  attached: Disposable | undefined;
}

class Lines implements GpioLines {
  readonly #hub: GpioHub;
  readonly #using: AsyncDisposable;
  readonly #chip: string | undefined;
  readonly #clock: Clock;
  readonly #waits = backOff(1000, 5000);
  readonly #watchers = new Set<Watcher>();
  readonly #outputs = new Set<Driven>();
  #problem: string | undefined;
  #timer: Disposable | undefined;
  #isDisposed = false;

  constructor(hub: GpioHub, chip: string | undefined, clock: Clock) {
    this.#hub = hub;
    this.#using = hub.use();
    this.#chip = chip;
    this.#clock = clock;
    this.#problem = hub.look(chip);
    this.#schedule();
  }

  get isUp(): boolean {
    return this.#problem === undefined && !this.#isDisposed;
  }

  watch(input: GpioInput, events: GpioInputEvents): Disposable {
    const watcher: Watcher = { input, events, held: undefined, attached: undefined, told: undefined };
    this.#watchers.add(watcher);
    this.#listen(watcher);
    this.#schedule();
    return {
      [Symbol.dispose]: () => {
        this.#watchers.delete(watcher);
        watcher.attached?.[Symbol.dispose]();
      },
    };
  }

  drive(settings: GpioOutputSettings): GpioOutput {
    const driven: Driven = { settings, held: undefined, attached: undefined };
    this.#outputs.add(driven);
    this.#take(driven, settings.initial);
    this.#schedule();
    return {
      write: (level) => this.#write(driven, level),
      [Symbol.dispose]: () => {
        this.#outputs.delete(driven);
        this.#letGo(driven);
      },
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#isDisposed) return;
    this.#isDisposed = true;
    this.#timer?.[Symbol.dispose]();
    for (const { attached } of this.#watchers) attached?.[Symbol.dispose]();
    for (const driven of this.#outputs) this.#letGo(driven);
    this.#watchers.clear();
    this.#outputs.clear();
    await this.#using[Symbol.asyncDispose]();
  }

  #write(driven: Driven, level: boolean): void {
    if (this.#isDisposed) throw new WriteFailure("connection-down", "the lines are closed");
    if (driven.held === undefined) {
      const refusal = this.#take(driven, level);
      if (refusal === undefined) return;
      const code = refusal.fault === "connection-down" ? "connection-down" : "driver-failed";
      throw new WriteFailure(code, refusal.detail);
    }
    const { held } = driven;
    if (!held.write(level)) {
      throw new WriteFailure("connection-down", `${held.found.chip.path} (${held.found.chip.label}) is gone`);
    }
  }

  /** Claims the line at this level; undefined: it is ours. */
  #take(driven: Driven, initial: boolean | undefined): { fault: FaultCode; detail: string } | undefined {
    const taken = this.#hub.output(this.#chip, { ...driven.settings, initial });
    if ("fault" in taken) return taken;
    driven.held = taken;
    driven.attached = taken.attach({
      level: () => undefined,
      edge: () => undefined,
      lost: () => undefined,
      gone: () => {
        driven.held = undefined;
        driven.attached = undefined;
        this.#lookAgain();
      },
    });
    return undefined;
  }

  #letGo(driven: Driven): void {
    if (driven.held !== undefined) this.#hub.undrive(driven.held);
    driven.attached?.[Symbol.dispose]();
    driven.held = undefined;
    driven.attached = undefined;
  }

  #listen(watcher: Watcher): void {
    const found = this.#hub.input(this.#chip, watcher.input);
    if ("fault" in found) {
      this.#tell(watcher, found.detail, found.fault);
      return;
    }
    const { events } = watcher;
    watcher.held = found;
    watcher.told = undefined;
    watcher.attached = found.attach({
      level: (level) => events.level(level),
      edge: (level, ago, at) => events.edge(level, ago, at),
      lost: (count) => events.lost(count),
      gone: (reason) => {
        watcher.held = undefined;
        watcher.attached = undefined;
        this.#tell(watcher, reason, "connection-down");
        this.#lookAgain();
      },
    });
  }

  #tell(watcher: Watcher, detail: string, fault: FaultCode): void {
    if (watcher.told === fault) return;
    watcher.told = fault;
    watcher.events.down(detail, fault);
  }

  /** A chip went away: others may be there. */
  #lookAgain(): void {
    if (this.#isDisposed) return;
    this.#problem = this.#hub.look(this.#chip);
    this.#schedule();
  }

  #isWhole(): boolean {
    const isHeld = ({ held }: Watcher | Driven): boolean => held !== undefined;
    return this.isUp && [...this.#watchers, ...this.#outputs].every(isHeld);
  }

  #schedule(): void {
    this.#timer?.[Symbol.dispose]();
    if (this.#isWhole()) this.#waits.reset();
    this.#timer = this.#clock.after(this.#isWhole() ? lookEvery : this.#waits.next(), () => this.#lookAfter());
  }

  /** Whether all that is held is still there; then tries again what is not held. */
  #lookAfter(): void {
    for (const { held } of [...this.#watchers, ...this.#outputs]) held?.read();
    if (!this.#isWhole()) {
      this.#problem = this.#hub.look(this.#chip);
      for (const driven of this.#outputs) if (driven.held === undefined) this.#take(driven, driven.settings.initial);
      for (const watcher of this.#watchers) if (watcher.held === undefined) this.#listen(watcher);
    }
    this.#schedule();
  }
}
