/** ms: sooner than this nobody is thought to wait. */
const shortestMs = 10;
const longestMs = 10_000;
/** So many usual gaps without a word mean that the source waits for its receipts; a random flow is silent for so long once in 50 times. */
const gaps = 4;
/** How much the newest gap counts. */
const weight = 1 / 8;
/** Who speaks within this part of the silence after the answer had waited for it. */
const promptly = 1 / 8;
/** How much longer the next silence must be after one that meant nothing, and up to how many ms. */
const slower = 1.5;
const mostPatienceMs = 1000;
/** So many silences in a row that meant waiting are no chance. */
const sure = 2;

/**
 * Tells a source that has nothing to say from one that waits until it is answered: a broker hands out only so many messages that were
 * not acknowledged (20 at Mosquitto, 10 at RabbitMQ, down to 1), and nobody knows how many. Times are monotonic ms.
 */
export class ReceiptFlow {
  /** The usual time between two words of a source that is free to speak. */
  #gap = 0;
  #cameAt: number | undefined;
  #answeredAt = 0;
  /** The last answer was given because the source seemed to wait. */
  #isGuess = false;
  #isHeard = true;
  #patience = 1;
  #rightGuesses = 0;

  came(now: number): void {
    const silence = now - (this.#cameAt ?? now);
    const reply = now - Math.max(this.#answeredAt, this.#cameAt ?? now);
    const hasWaited = reply < silence * promptly;
    if (this.#isGuess) this.#learn(hasWaited && this.#isHeard);
    this.#isGuess = false;
    const gap = Math.min(hasWaited ? reply : silence, longestMs / gaps);
    this.#gap += (gap - this.#gap) * weight;
    this.#cameAt = now;
  }

  answered(now: number): void {
    this.#isGuess = now >= this.waitsAt;
    this.#isHeard = false;
    this.#answeredAt = now;
  }

  /** What comes from now on may have been said because of the last answer; what came before had been said while it was written. */
  heard(): void {
    this.#isHeard = true;
  }

  /** From when on silence means that the source waits. */
  get waitsAt(): number {
    const silence = Math.max(shortestMs, this.#gap * gaps);
    const patient = Math.max(silence, Math.min(silence * this.#patience, mostPatienceMs));
    return Math.max(this.#answeredAt, this.#cameAt ?? 0) + patient;
  }

  /** Who speaks in bursts is silent in between, and must not get a commit for each. */
  #learn(hasWaited: boolean): void {
    this.#rightGuesses = hasWaited ? this.#rightGuesses + 1 : 0;
    if (this.#rightGuesses >= sure) this.#patience = 1;
    else if (!hasWaited) this.#patience = Math.min(this.#patience * slower, mostPatienceMs / shortestMs);
  }
}
