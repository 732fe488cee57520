import type { XStatic } from "typebox/schema";
import type { Clock } from "../core/clock.ts";
import { type Decimal, decimalOf, parseDecimal } from "../core/decimal.ts";
import { parseDuration } from "../core/duration.ts";
import type { AffordancePath } from "../core/ids.ts";
import type { Sample } from "../core/sample.ts";
import { defineDriver, type InputBinding } from "./define-driver.ts";
import { lossReport } from "./loss-report.ts";
import { type WaveformSettings, waveform } from "./waveform.ts";
import { wireText } from "./wire-text.ts";

const line = {
  type: "string",
  pattern: "^[A-Za-z0-9_.-]{1,64}$",
  description: "Name of a simulated line: letters, digits, `_`, `.` and `-`.",
} as const;
const number = { type: ["integer", "string"], pattern: "^-?\\d{1,18}(\\.\\d{1,12})?$" } as const;
const duration = { type: "string", pattern: "^[1-9]\\d{0,8}(ms|s|m|h|d)$" } as const;

const connection = {
  type: "object",
  additionalProperties: false,
  properties: {
    socket: {
      type: "string",
      minLength: 1,
      description: "Unix socket of a process that simulates hardware. Default: lines inside the agent.",
    },
  },
} as const;

const from = {
  type: "object",
  additionalProperties: false,
  properties: {
    line,
    wave: {
      enum: ["sine", "square", "triangle", "sawtooth", "constant"],
      description: "A made-up signal instead of a line.",
    },
    low: { ...number, description: "Lowest value of the wave, a number such as -2.5. Default: 0." },
    high: { ...number, description: "Highest value of the wave and that of `constant`, a number. Default: 1." },
    noise: { ...number, description: "Most that noise adds or takes away, a number. Default: none." },
    period: { ...duration, description: "Time of one turn, such as 10m. Default: 1m." },
    every: { ...duration, description: "Time between samples, such as 500ms. Default: 1s." },
  },
  oneOf: [{ required: ["line"] }, { required: ["wave"] }],
} as const;

const to = { type: "object", additionalProperties: false, required: ["line"], properties: { line } } as const;

type FromSettings = XStatic<typeof from>;

/** Waves out of nothing, and lines that can be written, read back and told to fail. */
export const simulated = defineDriver({
  type: "simulated",
  as: "value",
  connection,
  from,
  to,
  open({ socket }, context) {
    const loss = lossReport(context);
    const lines = context.machine.openSimulatedLines(socket, loss);
    const asked = new Map<AffordancePath, () => void>();
    const listening = new DisposableStack();
    const forget = (path: AffordancePath) => ({ [Symbol.dispose]: () => void asked.delete(path) });
    return {
      get isUp() {
        return lines.isUp;
      },
      listen(input) {
        const { path, settings } = input;
        const own = new DisposableStack();
        own.use(forget(path));
        if (settings.line !== undefined) {
          const name = settings.line;
          own.use(loss.watch(path));
          own.use(lines.watch(name, (level) => context.emit(lineSample(path, name, level, context.clock.now()))));
          asked.set(path, () => lines.ask(name));
        } else {
          const sample = (): void => context.emit(waveSample(input, context.clock.now()));
          own.use(repeat(context.clock, milliseconds(settings.every, "1s"), sample));
          asked.set(path, sample);
        }
        return listening.use(own);
      },
      output: ({ line }) => ({ write: (wire, signal) => lines.write(line, wireText(wire), signal) }),
      refresh(path) {
        asked.get(path)?.();
        return true;
      },
      async [Symbol.asyncDispose]() {
        listening.dispose();
        await lines[Symbol.asyncDispose]();
      },
    };
  },
});

function lineSample(path: AffordancePath, line: string, level: string | undefined, at: number): Sample {
  if (level !== undefined) return { kind: "value", path, wire: level, measuredAt: at };
  const detail = `line ${line} reports a fault`;
  return { kind: "absent", path, quality: "fault", fault: "source-fault", detail, noticedAt: at };
}

function waveSample({ path, type, settings }: InputBinding<FromSettings>, at: number): Sample {
  const { wave = "constant", low = 0, high = 1, noise, period } = settings;
  const signal: WaveformSettings = {
    wave,
    low: decimal(low),
    high: decimal(high),
    period: milliseconds(period, "1m"),
    noise: noise === undefined ? undefined : decimal(noise),
    seed: path,
  };
  const value = waveform(signal, at, type === "integer" || type === "boolean" ? 0 : 3);
  const wire = type === "boolean" ? value.coefficient !== 0n : value;
  return { kind: "value", path, wire, measuredAt: at };
}

/** Runs now (once whoever asked is done) and then every so many ms. */
function repeat(clock: Clock, ms: number, run: () => void): Disposable {
  let timer = clock.after(0, again);
  function again(): void {
    timer = clock.after(ms, again);
    run();
  }
  return { [Symbol.dispose]: () => timer[Symbol.dispose]() };
}

/** The schema let these through. */
function decimal(setting: number | string): Decimal {
  return parseDecimal(String(setting)) ?? decimalOf(0);
}

function milliseconds(setting: string | undefined, byDefault: string): number {
  return parseDuration(setting ?? byDefault) ?? 1000;
}
