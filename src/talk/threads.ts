type Content = Readonly<Record<string, unknown>>;

/** Texts of which it is remembered: a command may take minutes, and a text that was forgotten is answered outside. */
const mostTexts = 200;

/** In which thread a text was asked, so that its answer goes there (Matrix client-server API, threading). In memory only. */
export class Threads {
  readonly #roots = new Map<string, string>();

  note(eventId: string, root: string | undefined): void {
    if (root === undefined) return;
    this.#roots.delete(eventId);
    this.#roots.set(eventId, root);
    const [oldest] = this.#roots.keys();
    if (this.#roots.size > mostTexts && oldest !== undefined) this.#roots.delete(oldest);
  }

  /** The answer to that text, in its thread and a rich reply still. */
  place(content: Content, eventId: string): Content {
    const root = this.#roots.get(eventId);
    if (root === undefined) return content;
    const reply = { event_id: eventId };
    return {
      ...content,
      "m.relates_to": { rel_type: "m.thread", event_id: root, is_falling_back: false, "m.in_reply_to": reply },
    };
  }
}
