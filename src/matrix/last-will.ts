import type { MatrixClient, Method } from "matrix-js-sdk";
import type { RoomId, UserId } from "../core/ids.ts";
import { plainObject } from "../core/plain-object.ts";
import type { AgentState } from "./put-clear.ts";

/** Of `unstable_features` in `/versions` (MSC4140). A homeserver without it would send a delayed event at once. */
const feature = "org.matrix.msc4140";
const idFact = "last-will";

export interface LastWillParts {
  readonly client: MatrixClient;
  readonly put: Method.Put;
  readonly self: UserId;
  readonly facts: { fact(name: string): string | undefined; setFact(name: string, value: string): void };
}

/**
 * What the homeserver says of the agent when it hears nothing of it: a delayed event of MSC4140. In clear like the agent's
 * own word, past the library's encryption of state, and with nothing of a Thing in it.
 */
export class LastWill {
  readonly #parts: LastWillParts;
  #delayId: string | undefined;
  #isRefused = false;

  constructor(parts: LastWillParts) {
    this.#parts = parts;
  }

  /**
   * Lays it down, or puts it off by as many ms again. `none`: the homeserver has no such events. `fired`: it was told, so the
   * agent must say that it is there. Rejects while the homeserver does not answer.
   */
  async arm(room: RoomId, state: AgentState, delayMs: number): Promise<"kept" | "none" | "fired"> {
    if (this.#isRefused || !(await this.#parts.client.doesServerSupportUnstableFeature(feature))) return "none";
    return this.#delayId === undefined ? await this.#layDown(room, state, delayMs) : await this.#putOff(this.#delayId);
  }

  /** Takes it back: the agent has said itself that it goes. */
  async disarm(): Promise<void> {
    const id = this.#delayId ?? this.#parts.facts.fact(idFact);
    this.#delayId = undefined;
    if (id === undefined || id === "") return;
    try {
      await this.#parts.client._unstable_cancelScheduledDelayedEvent(id);
    } catch (error) {
      if (!isRefusal(error)) throw error;
    }
    this.#parts.facts.setFact(idFact, "");
  }

  async #layDown(room: RoomId, state: AgentState, delayMs: number): Promise<"kept" | "none" | "fired"> {
    const { client, put, self, facts } = this.#parts;
    // That of a run which died would say that this one is gone.
    await this.disarm();
    const { v, online, since, until, protocol, starts } = state;
    const path = `/rooms/${encodeURIComponent(room)}/state/dev.roomwire.agent/${encodeURIComponent(self)}`;
    const query = { "org.matrix.msc4140.delay": delayMs };
    const content = { v, online, since, until, protocol, starts };
    let answer: { readonly delay_id?: unknown };
    try {
      answer = await client.http.authedRequest<typeof answer>(put, path, query, content);
    } catch (error) {
      if (!isRefusal(error)) throw error;
      this.#isRefused = true;
      return "none";
    }
    if (typeof answer.delay_id === "string") {
      this.#delayId = answer.delay_id;
      facts.setFact(idFact, answer.delay_id);
      return "kept";
    }
    this.#isRefused = true;
    return "fired";
  }

  async #putOff(id: string): Promise<"kept" | "fired"> {
    try {
      await this.#parts.client._unstable_restartScheduledDelayedEvent(id);
      return "kept";
    } catch (error) {
      if (plainObject(error).errcode !== "M_NOT_FOUND") throw error;
      this.#delayId = undefined;
      return "fired";
    }
  }
}

/** The homeserver answered, and means no; it does not just ask to wait. */
function isRefusal(error: unknown): boolean {
  const { errcode } = plainObject(error);
  return typeof errcode === "string" && errcode !== "M_LIMIT_EXCEEDED";
}
