import { readFileSync } from "node:fs";
import { parse } from "yaml";

/** What stands at a line of the header. */
export interface PinLevel {
  /** Its BCM number. */
  readonly gpio: number;
  readonly is: "high" | "low";
}

/** What a device says: over MQTT, a serial line, a line of the header, or the sample of a profile in devices/, which Modbus stations then hold. */
export type Saying =
  | { readonly topic: string; readonly payload: string; readonly retain?: boolean }
  | { readonly line: string }
  | PinLevel
  /** Holding registers of station 1 from that one on. */
  | { readonly register: number; readonly is: readonly number[] }
  /** A 1-wire sensor by its id: what stands in its w1_slave; null: it is off the bus. */
  | { readonly w1: string; readonly says: string | null }
  | { readonly profile: string; readonly sample: number };

/** How much of the time a channel of the PWM chip is on. */
export interface PwmDuty {
  readonly pwm: number;
  /** Per cent; `inverted` does not change it. */
  readonly duty: number;
}

/** What reaches a device. */
export type Heard =
  | { readonly topic: string; readonly payload: string }
  | { readonly line: string }
  | PinLevel
  | PwmDuty;

export interface CommandStep {
  /** A property and its value, or an action. */
  readonly command: { readonly write?: string; readonly input?: boolean | number | string; readonly invoke?: string };
  /** What happens until it ends. */
  readonly meanwhile?: readonly Step[];
  /** `done`, or another end and its code. */
  readonly end: string;
}

/** One step of an installation's day. */
export type Step =
  | { readonly say: Saying }
  | { readonly heard: Heard }
  /** Values by path; a quality where it is not `ok`. */
  | { readonly expect: Readonly<Record<string, boolean | number | string>> }
  /** What people are called for now: the words of each alert that stands. */
  | { readonly alerts: readonly string[] }
  | CommandStep
  /** Moves the clock, in seconds. */
  | { readonly wait: number };

/** The steps of `played.yaml`, which is written by us and not checked further. */
export function playFile(file: string): readonly Step[] {
  return (parse(readFileSync(file, "utf8")) as { readonly steps: readonly Step[] }).steps;
}
