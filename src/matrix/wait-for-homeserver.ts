import type { HTTPError, MatrixError } from "matrix-js-sdk";
import type { Clock } from "../core/clock.ts";
import { redactSecrets } from "./redact-secrets.ts";

export interface WaitParts {
  readonly clock: Clock;
  /** Told once per wait, with one sentence. */
  readonly onWaiting: (reason: string) => void;
  /** 0 to 1. */
  readonly random: () => number;
  /** When it aborts nothing more is asked, and its reason is thrown. Default: never. */
  readonly givenUp?: AbortSignal | undefined;
}

const longestPause = 60_000;

/**
 * Runs a request until the homeserver answers it: no connection, 5xx and 429 are waited out with a jittered back-off of
 * up to 60 s; every other error is thrown.
 */
export async function waitForHomeserver<Result>(request: () => Promise<Result>, parts: WaitParts): Promise<Result> {
  for (let attempt = 0; ; attempt++) {
    parts.givenUp?.throwIfAborted();
    try {
      const answer = await request();
      parts.givenUp?.throwIfAborted();
      return answer;
    } catch (error) {
      if (parts.givenUp?.aborted || !isPassing(error)) throw error;
      if (attempt === 0) parts.onWaiting(reasonOf(error));
      const backOff = Math.min(longestPause, 1000 * 2 ** Math.min(attempt, 6));
      await pause(parts.clock, Math.max(backOff * (0.5 + parts.random() / 2), askedToWait(error)));
    }
  }
}

/** Whether the same request may succeed later without anybody doing anything. */
export function isPassing(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const status = statusOf(error);
  if (status !== undefined) return status >= 500 || status === 429 || status === 408;
  return error.name === "ConnectionError" || error.name === "AbortError" || error.name === "TimeoutError";
}

/** HTTP status of the library's errors; undefined when there was no answer. */
export function statusOf(error: unknown): number | undefined {
  return error instanceof Error && "httpStatus" in error ? (error as HTTPError).httpStatus : undefined;
}

/** ms that an answer asked to wait, by header, by body, the longer of them; 0 where it did not say. Every answer may ask (RFC 9110, 10.2.3). */
export function askedToWait(error: unknown): number {
  if (statusOf(error) === undefined) return 0;
  const { httpHeaders: headers, data } = error as HTTPError & Partial<Pick<MatrixError, "data">>;
  const body = data?.retry_after_ms;
  const bodyMs = typeof body === "number" && Number.isFinite(body) ? body : 0;
  return Math.max(0, bodyMs, headers === undefined ? 0 : headerMs(headers));
}

/** Seconds, or a date, which the answer's own one is held against: our clock may be wrong. */
function headerMs(headers: Headers): number {
  const header = headers.get("Retry-After") ?? "";
  if (/^\d{1,9}$/.test(header)) return Number(header) * 1000;
  const ms = Date.parse(header) - Date.parse(headers.get("Date") ?? "");
  return Number.isFinite(ms) ? ms : 0;
}

/** One sentence of what went wrong, with the innermost cause, without secrets. */
export function reasonOf(error: unknown): string {
  const sentences: string[] = [];
  for (let at = error; at instanceof Error && sentences.length < 3; at = at.cause) {
    const code = "code" in at && typeof at.code === "string" ? ` (${at.code})` : "";
    sentences.push(`${at.message}${code}`);
  }
  return redactSecrets(sentences.length === 0 ? String(error) : sentences.join(": "));
}

function pause(clock: Clock, ms: number): Promise<void> {
  return new Promise((done) => clock.after(ms, done));
}
