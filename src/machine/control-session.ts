import type { Socket } from "node:net";
import { AgentFault } from "../core/agent-fault.ts";
import type { Clock } from "../core/clock.ts";
import type { AnswerOperation, OperationAnswer, OperationRequest } from "../core/operation-ports.ts";
import { sendJsonLine, takeJsonLines } from "./json-lines.ts";

/** Characters of a request or a later line. */
const longestLine = 65_536;
/** Lines that a client may be ahead of the operation that reads them. */
const mostUnread = 16;
/** ms in which a client must say what it wants. */
const requestWithinMs = 10_000;
/** ms that a person gets for an answer. */
const answerWithinMs = 300_000;
/** ms for a last line when the agent ends. */
const farewellMs = 500;
/** ms in which a client must read what it was told. */
const drainWithinMs = 30_000;

/** One client at the control socket: its request, the lines in between, the last line; then the connection is closed. */
export function controlSession(socket: Socket, answer: AnswerOperation, clock: Clock): Disposable {
  return new Session(socket, answer, clock);
}

class Session implements Disposable {
  readonly #socket: Socket;
  readonly #answer: AnswerOperation;
  readonly #clock: Clock;
  readonly #gone = new AbortController();
  readonly #muted = new AbortController();
  readonly #unread: unknown[] = [];
  #isBegun = false;
  #isLast = false;
  #reader: ((line: unknown) => void) | undefined;
  #deadline: Disposable;

  constructor(socket: Socket, answer: AnswerOperation, clock: Clock) {
    this.#socket = socket;
    this.#answer = answer;
    this.#clock = clock;
    this.#deadline = clock.after(requestWithinMs, () => this.#refuse("Nothing was asked within 10 seconds."));
    // A close follows every error.
    socket.on("error", () => undefined);
    socket.on("end", () => this.#noMoreLines());
    socket.on("close", () => this.#closed());
    const onGarbage = (): void => this.#refuse("That is no line of JSON.");
    takeJsonLines(socket, (line) => this.#take(line), { longest: longestLine, onGarbage });
  }

  /** Cuts the client off; a last line that is on its way gets a moment. */
  [Symbol.dispose](): void {
    this.#deadline[Symbol.dispose]();
    if (this.#isLast) {
      this.#deadline = this.#clock.after(farewellMs, () => this.#socket.destroy());
      this.#socket.destroySoon();
    } else this.#socket.destroy();
    this.#leave();
  }

  #take(line: unknown): void {
    if (!this.#isBegun) {
      this.#begin(line);
      return;
    }
    if (this.#reader !== undefined) this.#reader(line);
    else if (this.#unread.push(line) > mostUnread) this.#refuse("More was said than was asked.");
  }

  #begin(line: unknown): void {
    if (!isRequest(line)) {
      this.#refuse('A request is an object with "do".');
      return;
    }
    this.#isBegun = true;
    this.#deadline[Symbol.dispose]();
    const call = {
      request: line,
      say: (told: object) => this.#say(told),
      nextLine: () => this.#nextLine(),
      signal: this.#gone.signal,
      muted: this.#muted.signal,
    };
    void this.#answer(call)
      .catch(errorOf)
      .then((last) => this.#finish(last));
  }

  async #say(told: object): Promise<void> {
    if (this.#gone.signal.aborted || this.#isLast) return;
    if (this.#socket.write(`${JSON.stringify(told)}\n`)) return;
    using _limit = this.#clock.after(drainWithinMs, () => this[Symbol.dispose]());
    await new Promise<void>((resolve) => {
      this.#socket.once("drain", resolve);
      this.#gone.signal.addEventListener("abort", () => resolve(), { once: true });
    });
  }

  async #nextLine(): Promise<unknown> {
    if (this.#unread.length > 0) return this.#unread.shift();
    if (this.#gone.signal.aborted || this.#socket.readableEnded) return undefined;
    const { promise, resolve } = Promise.withResolvers<unknown>();
    this.#reader = resolve;
    using _limit = this.#clock.after(answerWithinMs, () => resolve(undefined));
    const line = await promise;
    this.#reader = undefined;
    return line;
  }

  #noMoreLines(): void {
    this.#muted.abort();
    this.#reader?.(undefined);
    if (!this.#isBegun) this.#finish(refusal("Nothing was asked."));
  }

  #closed(): void {
    this.#deadline[Symbol.dispose]();
    this.#leave();
  }

  #leave(): void {
    this.#gone.abort();
    this.#muted.abort();
    this.#reader?.(undefined);
  }

  #refuse(detail: string): void {
    this.#finish(refusal(detail));
  }

  #finish(last: OperationAnswer): void {
    if (this.#isLast || this.#gone.signal.aborted) return;
    this.#isLast = true;
    this.#deadline[Symbol.dispose]();
    this.#deadline = this.#clock.after(drainWithinMs, () => this.#socket.destroy());
    sendJsonLine(this.#socket, last);
    this.#socket.end();
    this.#socket.resume();
  }
}

function isRequest(line: unknown): line is OperationRequest {
  return typeof line === "object" && line !== null && "do" in line && typeof line.do === "string";
}

function refusal(detail: string): OperationAnswer {
  return { error: { code: "bad-usage", detail, remedy: 'One request is one line of JSON, such as {"do":"audit"}.' } };
}

function errorOf(error: unknown): OperationAnswer {
  const { code, message, remedy } = error instanceof AgentFault ? error : new AgentFault("internal");
  return { error: { code, detail: message, remedy } };
}
