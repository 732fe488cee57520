import type { AuditNote } from "../core/audit-ports.ts";
import type { Clock } from "../core/clock.ts";
import type { SafeCause, SafeEvent } from "./safe-cause.ts";

/** ms for which events of one cause are gathered into one line: a start sets every output. */
const gatherMs = 50;
/** Letters of the outputs named in one line. */
const longestNames = 1_000;

/** What the audit says of outputs that were brought to rest; nothing of those that were there already. */
export class SafeNotes implements Disposable {
  readonly #clock: Clock;
  readonly #note: (note: AuditNote) => void;
  readonly #gathered = new Map<SafeCause, SafeEvent[]>();
  #timer: Disposable | undefined;

  /** `note` never throws. */
  constructor(clock: Clock, note: (note: AuditNote) => void) {
    this.#clock = clock;
    this.#note = note;
  }

  take(event: SafeEvent): void {
    if (event.became === "kept") return;
    this.#gathered.set(event.cause, [...(this.#gathered.get(event.cause) ?? []), event]);
    this.#timer ??= this.#clock.after(gatherMs, () => this.#write());
  }

  /** Writes what is left. */
  [Symbol.dispose](): void {
    this.#write();
  }

  #write(): void {
    this.#timer?.[Symbol.dispose]();
    this.#timer = undefined;
    for (const [cause, events] of this.#gathered) this.#note(noteOf(cause, events));
    this.#gathered.clear();
  }
}

function noteOf(cause: SafeCause, events: readonly SafeEvent[]): AuditNote {
  const namesOf = (became: SafeEvent["became"]): string =>
    events.flatMap(({ property, became: what }) => (what === became ? [property.path] : [])).join(" ");
  const [set, notYet] = [namesOf("safe"), namesOf("not-yet")];
  return {
    kind: "safe",
    body: {
      cause,
      ...(set !== "" && { set: set.slice(0, longestNames) }),
      ...(notYet !== "" && { not_yet: notYet.slice(0, longestNames) }),
    },
  };
}
