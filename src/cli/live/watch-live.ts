import type { ReadStream, WriteStream } from "node:tty";
import { systemClock } from "../../machine/clock.ts";
import type { OperatorEvent } from "../../wiring/operator/operator-event.ts";
import type { FindThing } from "../event-lines.ts";
import { LiveView } from "./live-view.ts";
import { openScreen } from "./screen.ts";

/** A key and what it does, as it stands at the foot of the screen. */
export interface LiveKey {
  readonly key: string;
  readonly does: string;
  readonly press: () => void;
}

export interface WatchLiveParts {
  readonly input: ReadStream;
  readonly output: WriteStream;
  readonly head: readonly string[];
  readonly keys: readonly LiveKey[];
  readonly findThing: FindThing;
  /** How many agents are known: of several, each line says whose it is. */
  readonly agents: () => number;
}

/** The live table on a terminal of its own, until disposed. */
export interface WatchLive extends AsyncDisposable {
  take(event: OperatorEvent): void;
  tell(line: string): void;
}

export function watchLive({ input, output, head, keys, findThing, agents }: WatchLiveParts): WatchLive {
  const foot = keys.map(({ key, does }) => `${key} ${does}`).join("   ");
  const onKey = (typed: string): void => keys.find(({ key }) => key === typed)?.press();
  using opened = new DisposableStack();
  const screen = opened.use(openScreen({ input, output, onKey, onResize: () => view.drawNow() }));
  const view = opened.use(new LiveView({ screen, clock: systemClock("trusted"), head, foot, findThing, agents }));
  const owned = opened.move();
  return {
    take: (event) => view.take(event),
    tell: (line) => view.tell(line),
    [Symbol.asyncDispose]: async () => owned.dispose(),
  };
}
