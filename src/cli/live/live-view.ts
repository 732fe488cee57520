import type { Clock } from "../../core/clock.ts";
import { visible } from "../../core/visible.ts";
import type { OperatorEvent } from "../../wiring/operator/operator-event.ts";
import { eventLines, type FindThing } from "../event-lines.ts";
import { LiveValues } from "./live-values.ts";
import type { Screen } from "./screen.ts";
import { tableLines } from "./table-lines.ts";

export interface LiveViewParts {
  readonly screen: Pick<Screen, "columns" | "rows" | "draw">;
  readonly clock: Clock;
  /** What stands above the table and below it, a line each. */
  readonly head: readonly string[];
  readonly foot: string;
  readonly findThing: FindThing;
  /** How many agents are known. */
  readonly agents: () => number;
}

/** Kinds that are told as lines below the table; values stand in it. */
const tales: ReadonlySet<OperatorEvent["kind"]> = new Set([
  "message",
  "result",
  "gap",
  "loss",
  "agent-state",
  "identity-changed",
]);
const mostTales = 8;
const drawEveryMs = 250;
const ageEveryMs = 1000;

/** A table of values that is drawn anew as they come, at most four times a second, and what else is told below it. */
export class LiveView implements Disposable {
  readonly #parts: LiveViewParts;
  readonly #values = new LiveValues();
  readonly #tales: string[] = [];
  #timer: Disposable | undefined;
  #isOver = false;
  /** Monotonic ms at which it is drawn next. */
  #due = Number.POSITIVE_INFINITY;

  constructor(parts: LiveViewParts) {
    this.#parts = parts;
    this.#draw();
  }

  take(event: OperatorEvent): void {
    const { findThing, agents } = this.#parts;
    this.#values.take(event, findThing);
    if (tales.has(event.kind)) for (const line of eventLines(event, findThing, agents())) this.tell(line);
    else this.#drawSoon(drawEveryMs);
  }

  /** A line below the table. */
  tell(line: string): void {
    this.#tales.push(visible(line));
    if (this.#tales.length > mostTales) this.#tales.shift();
    this.#drawSoon(drawEveryMs);
  }

  drawNow(): void {
    this.#draw();
  }

  [Symbol.dispose](): void {
    this.#timer?.[Symbol.dispose]();
    this.#isOver = true;
  }

  #drawSoon(ms: number): void {
    const { clock } = this.#parts;
    const due = clock.monotonic() + ms;
    if (this.#isOver || due >= this.#due) return;
    this.#timer?.[Symbol.dispose]();
    this.#due = due;
    this.#timer = clock.after(ms, () => this.#draw());
  }

  #draw(): void {
    const { screen, clock, head, foot, findThing } = this.#parts;
    const { columns, rows } = screen;
    const told = this.#tales.map((line) => line.slice(0, columns));
    const around = head.length + told.length + (told.length > 0 ? 1 : 0) + 3;
    const values = this.#values.all();
    const table =
      values.length === 0
        ? ["Nothing was told yet."]
        : tableLines(values, findThing, clock.now(), { columns, rows: Math.max(2, rows - around) });
    const lines = [...head, "", ...table, ...(told.length > 0 ? ["", ...told] : []), "", foot];
    screen.draw(lines.map((line) => line.slice(0, columns)).slice(0, rows));
    this.#due = Number.POSITIVE_INFINITY;
    this.#drawSoon(ageEveryMs);
  }
}
