/** ms: sooner than this nobody is thought to wait. */
const shortestMs = 10;
const longestMs = 10_000;
/** So many usual gaps without a word mean that the source waits for its receipts; a random flow is silent for so long once in 50 times. */
const gaps = 4;
/** How much the newest gap counts. */
const weight = 1 / 8;
/** Who speaks within this part of the silence after the answer had waited for it. */
const promptly = 1 / 8;

/**
 * Tells a source that has nothing to say from one that waits until it is answered: a broker hands out only so many messages that were
 * not acknowledged (20 at Mosquitto, 10 at RabbitMQ, down to 1), and nobody knows how many. Times are monotonic ms.
 */
export class ReceiptFlow {
  /** The usual time between two words of a source that is free to speak. */
  #gap = 0;
  #cameAt: number | undefined;
  #answeredAt = 0;

  came(now: number): void {
    const silence = now - (this.#cameAt ?? now);
    const reply = now - Math.max(this.#answeredAt, this.#cameAt ?? now);
    const gap = Math.min(reply < silence * promptly ? reply : silence, longestMs / gaps);
    this.#gap += (gap - this.#gap) * weight;
    this.#cameAt = now;
  }

  answered(now: number): void {
    this.#answeredAt = now;
  }

  /** From when on silence means that the source waits. */
  get waitsAt(): number {
    return Math.max(this.#answeredAt, this.#cameAt ?? 0) + Math.max(shortestMs, this.#gap * gaps);
  }
}
