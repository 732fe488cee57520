import type { Clock } from "../core/clock.ts";
import type { RoomId, UserId } from "../core/ids.ts";
import type { RefusalCode } from "../core/refusal-codes.ts";
import type { InboxEvent } from "../core/room-ports.ts";
import type { Post } from "../core/store-ports.ts";
import type { Speech } from "./speech.ts";
import { TokenBucket } from "./token-bucket.ts";

/** A flood of refusals must not use up what the homeserver lets the agent send. */
const rate = { burst: 5, everyMs: 10_000 };
/** Asking back is no refusal yet, so each operator has a budget of their own for it. */
const askRate = { burst: 10, everyMs: 1_000 };

/**
 * Codes that are only counted and logged: the sender may be nobody who is listed, the homeserver may be the one who
 * repeats, an answer would feed a flood, or another agent of the room is meant. An unsigned session cannot read an answer and gets the fixed notice instead.
 */
const untold: ReadonlySet<RefusalCode> = new Set([
  "unknown-room",
  "not-joined",
  "unlisted",
  "too-large",
  "over-budget",
  "replay",
  "unsigned-device",
  "wrong-agent",
  "not-addressed",
]);

/** Whether listed people are told of such a refusal at all. */
export function isTold(code: RefusalCode): boolean {
  return !untold.has(code);
}

/** Tells refusals to listed operators: five at once, then one in 10 s; the rest is counted and told in one line. */
export class TellRefusals implements Disposable {
  readonly #clock: Clock;
  readonly #bucket: TokenBucket;
  readonly #askBuckets = new Map<UserId, TokenBucket>();
  readonly #speech: Speech;
  readonly #post: (post: Post) => void;
  #counts = new Map<RefusalCode, number>();
  #timer: Disposable | undefined;

  /** `post` is given the line about what was only counted, later. */
  constructor(clock: Clock, speech: Speech, post: (post: Post) => void) {
    this.#clock = clock;
    this.#bucket = new TokenBucket(clock, rate);
    this.#speech = speech;
    this.#post = post;
  }

  /** What is told about one refusal: its post, or nothing now. */
  tell(
    code: RefusalCode,
    { room, sender }: Pick<InboxEvent, "room" | "sender">,
    makePost: () => Post,
  ): readonly Post[] {
    if (!isTold(code)) return [];
    if (code === "challenge" ? this.#mayAsk(sender) : this.#mayTell()) return [makePost()];
    this.#counts.set(code, (this.#counts.get(code) ?? 0) + 1);
    this.#timer ??= this.#clock.after(this.#bucket.waitMs(), () => this.#tellCounts(room));
    return [];
  }

  [Symbol.dispose](): void {
    this.#timer?.[Symbol.dispose]();
  }

  #mayTell(): boolean {
    return this.#timer === undefined && this.#bucket.take();
  }

  #mayAsk(sender: UserId): boolean {
    const bucket = this.#askBuckets.get(sender) ?? new TokenBucket(this.#clock, askRate);
    this.#askBuckets.set(sender, bucket);
    return bucket.take();
  }

  #tellCounts(room: RoomId): void {
    this.#timer = undefined;
    this.#bucket.take();
    const counts = this.#counts;
    this.#counts = new Map();
    const content = this.#speech.leftOut(counts);
    this.#post({ class: "answer", event: { room, type: "m.room.message", content } });
  }
}
