import { listedPeople } from "../../control/people.ts";
import type { OutgoingEvent } from "../../core/room-ports.ts";
import type { ControlStore } from "../../core/store-ports.ts";
import type { MatrixLink } from "../../matrix/matrix-link.ts";
import type { Source } from "../../outbox/classes.ts";
import type { EventBudget } from "../../outbox/event-budget.ts";
import { LatestSource } from "../../outbox/latest-source.ts";
import { PanelPace } from "../../outbox/panel-pace.ts";
import { visibleProperties } from "../../readings/visible-properties.ts";
import type { Answer } from "../../talk/answer-event.ts";
import { panel, panelEvent } from "../../talk/panel.ts";
import { sentence } from "../../talk/sentence.ts";
import { showTimeIn } from "../../talk/show-time.ts";
import { stack } from "../../talk/table.ts";
import { type NewcomerMemory, watchNewcomers } from "../newcomers.ts";
import { type SendingParts, timelineAudience } from "../sending-parts.ts";
import { type PanelNote, panelFact, readPanelNote } from "./panel-note.ts";
import { panelPins } from "./panel-pins.ts";

export interface KeptPanelParts
  extends Pick<SendingParts, "configuration" | "rooms" | "epoch" | "texts" | "clock" | "log"> {
  readonly link: Pick<MatrixLink, "clear" | "standing"> & {
    readonly rooms: Pick<MatrixLink["rooms"], "members" | "isEncrypted" | "state">;
  };
  readonly readings: { readonly latest: Pick<SendingParts["readings"]["latest"], "get"> };
  readonly store: Pick<ControlStore, "fact" | "setFact">;
  readonly budget: Pick<EventBudget, "rate">;
  readonly newcomers: { readonly panel: NewcomerMemory };
  readonly wakeSender: () => void;
}

/** ms: a run before this one may have edited just now. */
const restMs = 60_000;
/** ms between looks at whether it still stands, and is pinned. */
const lookEveryMs = 10 * 60_000;
/** ms after which a new one is made: it is far back by then, and servers may let go of what is old. */
const oldMs = 7 * 24 * 60 * 60_000;

/**
 * One message in the room for people that says the latest values, edited where they changed; made anew where it was redacted, is old, or
 * somebody listed joined who cannot read it.
 */
export class KeptPanel implements Disposable {
  readonly source: Source;
  readonly #parts: KeptPanelParts;
  readonly #pace: PanelPace;
  readonly #pin: (note: PanelNote) => Promise<boolean>;
  readonly #watch: Disposable;
  #timer: Disposable;
  /** undefined: the next one is a new message. */
  #note: PanelNote | undefined;
  #insteadOf: string | undefined;
  /** What it says; undefined: nobody knows. */
  #told: string | undefined;
  #saying: Answer | undefined;

  constructor(parts: KeptPanelParts) {
    const { configuration, link, rooms, clock, budget, store, epoch } = parts;
    const { room } = rooms;
    this.#parts = parts;
    this.#note = readPanelNote(store.fact(panelFact(room)));
    this.#pin = panelPins({ ...parts, room });
    this.#pace = new PanelPace({
      rate: () => budget.rate,
      isNews: () => this.#currentNote() === undefined || this.#values().body !== this.#told,
      firstAt: clock.monotonic() + (this.#note === undefined ? 0 : restMs),
    });
    const messages = new LatestSource({
      clock,
      room,
      // A reload begins anew in the same epoch.
      name: `panel.${epoch}.${Math.floor(clock.monotonic())}`,
      pace: this.#pace,
      make: () => this.#message(),
      sent: (_key, event, eventId) => this.#sent(event, eventId),
    });
    const listed = new Set<string>(listedPeople(configuration).map(({ user }) => user));
    const readers = () => link.rooms.members(room).filter((user) => listed.has(user));
    this.source = { next: (passOver) => (readers().length === 0 ? undefined : messages.next(passOver)) };
    const tellAgain = (): void => this.#makeAnew();
    const { panel: memory } = parts.newcomers;
    this.#watch = watchNewcomers({ rooms: { members: readers }, watched: [room], clock, memory, tellAgain });
    this.#timer = clock.after(0, () => void this.#look());
  }

  /** What it shows may have changed. */
  changed(): void {
    this.#pace.changed();
  }

  [Symbol.dispose](): void {
    this.#watch[Symbol.dispose]();
    this.#timer[Symbol.dispose]();
  }

  #values(): Answer {
    const { configuration, link, rooms, readings, texts } = this.#parts;
    const audience = timelineAudience(configuration, link, rooms.room);
    const things = configuration.things.map((thing) => ({ ...thing, properties: visibleProperties(thing, audience) }));
    return panel(things, (path) => readings.latest.get(path), texts);
  }

  #currentNote(): PanelNote | undefined {
    const { clock } = this.#parts;
    if (this.#note !== undefined && clock.now() - this.#note.madeAt >= oldMs) this.#forget();
    return this.#note;
  }

  #message(): OutgoingEvent {
    const { rooms, texts, clock, configuration } = this.#parts;
    const now = clock.now();
    // With its day, since it may be read long after.
    const at = showTimeIn(configuration.timeZone, texts.code)(now, Number.POSITIVE_INFINITY);
    this.#saying = this.#values();
    const whole = clock.isTrusted() ? stack([sentence(texts.status.panel(at)), this.#saying]) : this.#saying;
    return { room: rooms.room, type: "m.room.message", content: panelEvent(whole, this.#currentNote()?.eventId) };
  }

  #sent({ content }: OutgoingEvent, eventId: string): void {
    this.#told = this.#saying?.body;
    if (Reflect.has(content, "m.relates_to")) return;
    const replaced = this.#insteadOf === undefined ? {} : { insteadOf: this.#insteadOf };
    const note = { eventId, madeAt: this.#parts.clock.now(), isPinned: false, ...replaced };
    this.#keep(note);
    void this.#pinOnce(note);
  }

  #keep(note: PanelNote): void {
    this.#note = note;
    const { store, rooms } = this.#parts;
    store.setFact(panelFact(rooms.room), JSON.stringify(note));
  }

  #forget(): void {
    this.#insteadOf = this.#note?.eventId ?? this.#insteadOf;
    this.#note = undefined;
  }

  #makeAnew(): void {
    this.#forget();
    this.#pace.changed();
    this.#parts.wakeSender();
  }

  /** Whether it still stands, and is pinned. */
  async #look(): Promise<void> {
    const { clock, link, rooms, log } = this.#parts;
    this.#timer = clock.after(lookEveryMs, () => void this.#look());
    const note = this.#note;
    if (note === undefined) return;
    try {
      const standing = await link.standing(rooms.room, note.eventId);
      if (standing === "gone" && this.#note === note) this.#makeAnew();
      if (standing === "there") await this.#pinOnce(note);
    } catch (error) {
      log.debug("the panel was not looked at", { error });
    }
  }

  async #pinOnce(note: PanelNote): Promise<void> {
    try {
      if (note.isPinned || !(await this.#pin(note))) return;
      if (this.#note === note) this.#keep({ ...note, isPinned: true });
    } catch (error) {
      this.#parts.log.debug("the panel was not pinned", { error });
    }
  }
}
