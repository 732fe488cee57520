import type { Clock } from "../core/clock.ts";
import type { UserId } from "../core/ids.ts";
import type { ControlStore } from "../core/store-ports.ts";

const dayMs = 86_400_000;
/** Sessions of one user that are told in a day: the homeserver can invent any number of them. */
const mostInADay = 3;

/** Which unsigned sessions of listed operators were told today, over restarts. Such a session can read nothing else. */
export class UnsignedSessions {
  readonly #store: Pick<ControlStore, "fact" | "setFact">;
  readonly #clock: Clock;

  constructor(store: Pick<ControlStore, "fact" | "setFact">, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  /** True once per user, session and day; what it returned true for counts as told. */
  isNew(user: UserId, sessionId: string): boolean {
    const name = `unsigned-sessions:${user}`;
    const today = String(Math.floor(this.#clock.now() / dayMs));
    const [day, ...known] = this.#store.fact(name)?.split(" ") ?? [];
    const told = day === today ? known : [];
    const session = sessionId.replace(/\s/g, "").slice(0, 64);
    if (told.includes(session) || told.length >= mostInADay) return false;
    this.#store.setFact(name, [today, ...told, session].join(" "));
    return true;
  }
}
