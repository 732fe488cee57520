import { readFileSync } from "node:fs";
import { parse } from "yaml";

/** What a device says: over MQTT, over a serial line, or the sample of a profile that stands in devices/. */
export type Saying =
  | { readonly topic: string; readonly payload: string; readonly retain?: boolean }
  | { readonly line: string }
  | { readonly profile: string; readonly sample: number };

/** What reaches a device. */
export type Heard = { readonly topic: string; readonly payload: string } | { readonly line: string };

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
  | CommandStep
  /** Moves the clock, in seconds. */
  | { readonly wait: number };

/** The steps of `played.yaml`, which is written by us and not checked further. */
export function playFile(file: string): readonly Step[] {
  return (parse(readFileSync(file, "utf8")) as { readonly steps: readonly Step[] }).steps;
}
