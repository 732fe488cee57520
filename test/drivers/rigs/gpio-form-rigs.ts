import type { Clock } from "../../../src/core/clock.ts";
import { machine } from "../../../src/machine/machine.ts";
import type { DriverRig, DriverWords } from "../../contract/driver-rig.ts";
import { type FakeChip, fakeBuffer, fakeGpio } from "../../fakes/fake-gpio.ts";
import { HandClock } from "../../fakes/hand-clock.ts";

/** A line that the far side drives; `pass`: time goes by, for who must hold it. */
interface Hand {
  readonly chip: FakeChip;
  pass(ms: number): Promise<void>;
}

/** Nothing can be written, so nothing of that is said. */
type SaidWords = Pick<DriverWords, "said" | "heard">;

function formRig(from: object, words: SaidWords, say: (text: string, hand: Hand) => Promise<void>): DriverRig {
  let clock: Clock = new HandClock();
  const follow: Clock = {
    now: () => clock.now(),
    monotonic: () => clock.monotonic(),
    isTrusted: () => clock.isTrusted(),
    after: (ms, run) => clock.after(ms, run),
  };
  const kernel = fakeGpio({ decoy: ["in"], box: ["in"] }, follow);
  const hand: Hand = {
    chip: kernel.chip("box"),
    async pass(ms) {
      if (clock instanceof HandClock) await clock.advance(ms);
    },
  };
  return {
    connection: { chip: "box" },
    from: { line: "in", ...from },
    words: { ...words, written: [], late: "", fresh: "" },
    machine: (given) => {
      clock = given;
      return machine(given, () => kernel);
    },
    say: (text) => say(text, hand),
    async sayGarbage() {
      {
        using _ = hand.chip.pause();
        for (let edge = 0; edge <= fakeBuffer; edge++) hand.chip.drive(0, edge % 2 === 0);
        hand.chip.drive(0, false);
      }
      await hand.pass(2000);
    },
    lose: async () => hand.chip.unplug(),
    restore: async () => hand.chip.plug(),
    received: () => [],
    async [Symbol.asyncDispose]() {},
  };
}

function pulse({ chip }: Hand): void {
  chip.drive(0, true);
  chip.drive(0, false);
}

/** What is said is so many pulses within one interval. */
export async function gpioCounterRig(): Promise<DriverRig> {
  const words: SaidWords = { said: ["3", "1", "4", "2", "5"], heard: (text) => text };
  return formRig({ count: "interval", every: "200ms" }, words, async (text, hand) => {
    for (let count = 0; count < Number(text); count++) pulse(hand);
    await hand.pass(250);
  });
}

/** What is said are two pulses with so many ms between them, in one interval. */
export async function gpioFrequencyRig(): Promise<DriverRig> {
  const words: SaidWords = {
    said: ["4", "5", "8", "10", "20"],
    heard: (text) => (1000 / Number(text)).toFixed(6),
  };
  return formRig({ every: "200ms", silence: "200ms" }, words, async (text, hand) => {
    await hand.pass(600);
    pulse(hand);
    await hand.pass(Number(text));
    pulse(hand);
  });
}

/** What is said is a press. */
export async function gpioButtonRig(): Promise<DriverRig> {
  const words: SaidWords = { said: ["single", "long", "single", "double", "single"], heard: (text) => text };
  return formRig({}, words, async (text, hand) => {
    hand.chip.drive(0, true);
    await hand.pass(text === "long" ? 1000 : 100);
    hand.chip.drive(0, false);
    if (text !== "double") return;
    await hand.pass(100);
    pulse(hand);
  });
}

/** What is said is that something moves, or that nothing has moved for a while. */
export async function gpioMotionRig(): Promise<DriverRig> {
  const words: SaidWords = { said: ["true", "true", "true", "true", "false"], heard: (text) => text };
  return formRig({ hold: "400ms" }, words, async (text, { chip }) => chip.drive(0, text === "true"));
}
