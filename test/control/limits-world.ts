import { ConditionWatch } from "../../src/control/condition-watch.ts";
import { EmergencyStop } from "../../src/control/emergency-stop.ts";
import { invokeAction } from "../../src/control/invoke-action.ts";
import { LinkLoss } from "../../src/control/link-loss.ts";
import { OutputGuard } from "../../src/control/output-guard.ts";
import { ReadBack } from "../../src/control/read-back.ts";
import { StandingConditions } from "../../src/control/standing-conditions.ts";
import { StopLatch } from "../../src/control/stop-latch.ts";
import { writeProperty } from "../../src/control/write-property.ts";
import type { Clock } from "../../src/core/clock.ts";
import type { Condition } from "../../src/core/condition.ts";
import type { AffordancePath } from "../../src/core/ids.ts";
import type { Property } from "../../src/core/property.ts";
import type { Reading } from "../../src/core/reading.ts";
import type { Action } from "../../src/core/thing.ts";
import { readable, someOutput } from "../fakes/guard-bench.ts";
import { HandClock } from "../fakes/hand-clock.ts";
import { MemoryControlStore } from "../fakes/memory-control-store.ts";
import { type BusMood, PhysicalOutput } from "../fakes/physical-output.ts";
import { someAction, someProperty, someThing } from "../fakes/some-thing.ts";
import { LimitsModel } from "./limits-model.ts";

export type Step =
  | { readonly do: "write"; readonly output: OutputName; readonly on: boolean; readonly lease: number | undefined }
  | { readonly do: "pulse"; readonly output: OutputName; readonly ms: number }
  /** An action that switches one of two interlocked outputs off and the other on. */
  | { readonly do: "swap"; readonly first: boolean }
  | { readonly do: "wait"; readonly ms: number }
  | { readonly do: "mood"; readonly output: OutputName; readonly mood: BusMood }
  /** What `only_while` asks about is read; undefined: it grows stale. */
  | { readonly do: "low"; readonly value: boolean | undefined }
  /** Somebody switches the one output that is read back. */
  | { readonly do: "hand"; readonly on: boolean }
  | { readonly do: "link"; readonly state: "up" | "lost" }
  | { readonly do: "stop" | "release" | "disk" }
  | { readonly do: "restart"; readonly clean: boolean }
  | { readonly do: "clock"; readonly trusted: boolean; readonly jump: number };

export type OutputName = (typeof outputNames)[number];
export const outputNames = ["up", "down", "well"] as const;

const low = someProperty({ name: "low", type: "boolean" });
const isNotLow: Condition = { path: low.path, test: { kind: "is", value: false }, clearAt: undefined, forMs: 0 };
const up = someOutput("up", { limits: { maxOn: 20_000, notWith: [someOutput("down").path], deadTime: 1_000 } });
const down = someOutput("down", { limits: { minOff: 2_000 }, onLinkLoss: { after: 10_000, do: "safe" } });
const well = someOutput("well", {
  from: readable,
  limits: {
    maxOn: 10_000,
    minOff: 5_000,
    maxSwitches: { count: 3, within: 60_000 },
    onlyWhile: [isNotLow],
  },
});
const swap = (off: string, on: string): Action =>
  someAction(`${off}_${on}`, {
    work: {
      kind: "write",
      writes: [
        { property: off, value: false },
        { property: on, value: true },
      ],
    },
  });
const pulse = (property: string): Action =>
  someAction(`pulse_${property}`, {
    work: { kind: "pulse", property, value: true, for: { default: 1_000, maximum: 60_000 } },
  });
const swaps = [swap("up", "down"), swap("down", "up")] as const;
const thing = someThing("box", [up, down, well, low], { actions: [...swaps, ...outputNames.map(pulse)] });

export interface Counts {
  steps: number;
  begun: number;
  refused: number;
  rises: number;
  safe: number;
}

/** The real control of three outputs over relays and a store that outlive it, watched by a model that shares no code with it. */
export class LimitsWorld {
  readonly #base = new HandClock();
  readonly #store = new MemoryControlStore(() => this.#base.now());
  readonly #relays: Readonly<Record<OutputName, PhysicalOutput>>;
  readonly #model: LimitsModel;
  readonly #counts: Counts;
  #diskFailed = false;
  /** How far UTC was moved, to be put right when the clock is trusted again. */
  #moved = 0;
  #control = this.#open();

  constructor(counts: Counts) {
    this.#counts = counts;
    const relay = () => new PhysicalOutput(this.#base);
    this.#relays = { up: relay(), down: relay(), well: relay() };
    this.#model = new LimitsModel(this.#base, this.#relays);
    for (const name of outputNames) {
      const of = this.#relays[name];
      of.onHandOver = (isOn) => this.#model.handedOver(name, isOn);
      of.onEdge = (isOn) => {
        if (isOn) counts.rises += 1;
        this.#model.edge(name, isOn);
        if (name === "well") this.#read(well, isOn);
      };
    }
  }

  get complaints(): readonly string[] {
    return this.#model.complaints;
  }

  async start(): Promise<void> {
    void this.#control.guard.setSafe("start");
    await this.#pass(0);
    this.#read(well, this.#relays.well.isOn);
  }

  async play(step: Step): Promise<void> {
    this.#counts.steps += 1;
    switch (step.do) {
      case "write":
        this.#write(step.output, step.on, step.lease);
        break;
      case "pulse":
        this.#model.lease = step.ms;
        this.#invoke(pulse(step.output), step.ms);
        this.#model.lease = undefined;
        break;
      case "swap":
        this.#invoke(swaps[step.first ? 0 : 1], undefined);
        break;
      case "wait":
        return await this.#pass(step.ms);
      case "mood":
        this.#model.moodChanges(step.output);
        this.#relays[step.output].mood = step.mood;
        this.#model.moodChanges(step.output);
        break;
      case "low":
        this.#model.low(step.value);
        this.#read(low, step.value);
        break;
      case "hand":
        this.#model.hand = true;
        this.#relays.well.apply(step.on);
        this.#model.hand = false;
        break;
      case "link":
        this.#model.link(step.state);
        this.#control.linkLoss.turn(step.state);
        break;
      case "stop":
        this.#model.isStopped = true;
        void this.#control.emergency.stop("@ana:example.org", "stop");
        break;
      case "release":
        if (this.#control.emergency.release("@ana:example.org").status === "done") this.#model.isStopped = false;
        break;
      case "disk":
        this.#store.failNext = new Error("disk full");
        this.#diskFailed = true;
        break;
      case "restart":
        return await this.#restart(step.clean);
      case "clock":
        this.#setClock(step.trusted, step.jump);
        break;
    }
    await this.#pass(0);
  }

  /** Everything is put right; then whatever is asked must be done, one after the other. */
  async calmDown(): Promise<void> {
    this.#store.failNext = undefined;
    for (const name of outputNames) await this.play({ do: "mood", output: name, mood: "good" });
    await this.play({ do: "clock", trusted: true, jump: 0 });
    await this.play({ do: "link", state: "up" });
    await this.play({ do: "release" });
    await this.play({ do: "low", value: false });
    for (const name of outputNames) await this.play({ do: "write", output: name, on: false, lease: undefined });
    await this.#pass(120_000);
    for (const name of outputNames) {
      const refusal = this.#write(name, true, undefined);
      await this.#pass(100);
      if (refusal !== undefined) this.#model.complain(`${name} was refused for nothing: ${refusal}`);
      else if (!this.#relays[name].isOn) this.#model.complain(`${name} is not on`);
      this.#write(name, false, undefined);
      await this.#pass(2_000);
    }
  }

  #write(name: OutputName, on: boolean, lease: number | undefined): string | undefined {
    const { guard, parts, stop } = this.#control;
    const property = propertyOf(name);
    const refusal = guard.judge([
      { property, value: on, ...(lease !== undefined && { lease: { ms: lease, cause: "lease" } }) },
    ]);
    if (!on) this.#counts.safe += 1;
    if (!on && refusal !== undefined) this.#model.complain(`a safe value of ${name} was refused: ${refusal.code}`);
    if (refusal === undefined) this.#counts.begun += 1;
    else this.#counts.refused += 1;
    const wish = {
      property,
      value: on,
      lease: lease === undefined ? undefined : ({ ms: lease, cause: "lease" } as const),
    };
    this.#model.lease = lease;
    const ended = writeProperty(wish, stop.signal, parts);
    this.#model.lease = undefined;
    void ended.then((outcome) => {
      if (!on && outcome.status === "refused") this.#model.complain(`a safe value of ${name} ended ${outcome.code}`);
    });
    return refusal?.detail;
  }

  #invoke(action: Action, ms: number | undefined): void {
    const { parts, stop } = this.#control;
    void invokeAction({ thing, action, pulse: ms }, stop.signal, parts);
  }

  #read(property: Property, value: boolean | undefined): void {
    const { guard, conditions, readBack, seen } = this.#control;
    const quality = value === undefined ? "stale" : "ok";
    const reading: Reading = { path: property.path, value, quality, measuredAt: undefined, takenAt: 0 };
    seen.set(property.path, reading);
    readBack.take(reading);
    conditions.saw(property.path, true);
    guard.saw(property, reading);
  }

  /** Passes time in steps that are short enough for the model to notice anything that is on for too long. */
  async #pass(ms: number): Promise<void> {
    for (let left = ms; ; left -= 250) {
      await this.#base.advance(Math.max(0, Math.min(250, left)));
      this.#model.look();
      if (left <= 250) return;
    }
  }

  async #restart(clean: boolean): Promise<void> {
    const { guard, linkLoss, conditions, latch, stop, standing } = this.#control;
    stop.abort();
    this.#store.failNext = undefined;
    if (clean) {
      void guard.close();
      await this.#pass(2_000);
    }
    for (const part of [standing, linkLoss, conditions, guard, latch]) part[Symbol.dispose]();
    this.#model.restarted();
    // A stop that the disk never took is gone with the process.
    if (this.#diskFailed && !this.#store.fact("stopped")) this.#model.isStopped = false;
    this.#control = this.#open();
    await this.start();
  }

  #setClock(trusted: boolean, jump: number): void {
    const move = trusted ? -this.#moved : jump;
    this.#moved += move;
    this.#base.jump(move);
    this.#base.setTrusted(trusted);
  }

  /** What an agent's life is made of. Its monotonic clock begins anew, as that of a new process does. */
  #open() {
    const base = this.#base;
    const begunAt = base.monotonic() - 12_345;
    const clock: Clock = {
      now: () => base.now(),
      monotonic: () => base.monotonic() - begunAt,
      isTrusted: () => base.isTrusted(),
      after: (ms, run) => base.after(ms, run),
    };
    const store = this.#store;
    const onFault = () => undefined;
    const seen = new Map<AffordancePath, Reading>();
    const conditions = new ConditionWatch(clock, (path) => seen.get(path));
    const latch = new StopLatch({ store, clock, onFault });
    const guard = new OutputGuard({
      clock,
      store,
      findOutput: (path) => this.#relays[nameOf(path)],
      isMet: (condition) => conditions.isMet(condition),
      isCutOff: (path) => linkLoss.isCutOff(path),
      stopped: () => latch.fact,
      onSafe: () => undefined,
      onBelief: () => undefined,
      onFault,
    });
    guard.change([up, down, well]);
    const standing = new StandingConditions(conditions, () => guard.enforce());
    standing.change([thing]);
    const linkLoss = new LinkLoss({
      clock,
      setSafe: (outputs) => void guard.setSafe("link-loss", outputs),
      onBack: () => undefined,
    });
    linkLoss.change([up, down, well]);
    const emergency = new EmergencyStop({ latch, guard, conditions, note: () => undefined, onFault });
    const readBack = new ReadBack();
    const parts = { clock, guard, readBack, conditions };
    return {
      parts,
      guard,
      conditions,
      readBack,
      latch,
      emergency,
      linkLoss,
      standing,
      seen,
      stop: new AbortController(),
    };
  }
}

function propertyOf(name: OutputName): Property {
  return { up, down, well }[name];
}

function nameOf(path: AffordancePath): OutputName {
  return outputNames.find((name) => path.endsWith(`/${name}`)) ?? "up";
}
