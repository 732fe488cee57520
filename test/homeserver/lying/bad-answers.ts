import type { Asked, Lie } from "../pass-through.ts";
import { isSync } from "./edit-sync.ts";
import { jsonAnswer } from "./json-answer.ts";

/** Which requests a lie is told about. */
export type Fits = (asked: Asked) => boolean;

export const anyRequest: Fits = () => true;
export const syncs: Fits = isSync;
export const sends: Fits = ({ method, path }) => method === "PUT" && /\/rooms\/[^/]+\/(send|state)\//.test(path);
export const keyQueries: Fits = ({ path }) => path.endsWith("/keys/query");

/** 429 (Matrix spec, rate limiting). Nothing reaches the homeserver behind. */
export function limit(fits: Fits, retryAfterMs: number): Lie {
  const body = { errcode: "M_LIMIT_EXCEEDED", error: "Too Many Requests", retry_after_ms: retryAfterMs };
  const headers = { "retry-after": String(Math.ceil(retryAfterMs / 1000)) };
  return instead(fits, async () => jsonAnswer(429, body, headers));
}

export function fail(fits: Fits, status = 500): Lie {
  return instead(fits, async () => jsonAnswer(status, { errcode: "M_UNKNOWN", error: "Internal server error" }));
}

/** A good answer whose body is this text, whatever it is. */
export function garble(fits: Fits, text: string, type = "application/json"): Lie {
  return instead(fits, async () => ({
    kind: "whole",
    status: 200,
    headers: { "content-type": type },
    body: Buffer.from(text),
  }));
}

/** The connection breaks after this share of the true answer's body. */
export function breakOff(fits: Fits, share = 0.5): Lie {
  return async (asked, pass) => {
    const answer = await pass(asked);
    if (!fits(asked) || answer.kind !== "whole") return answer;
    return { kind: "broken", whole: answer, after: Math.floor(answer.body.length * share) };
  };
}

/** The request is heard and never answered; nothing reaches the homeserver behind. */
export function hang(fits: Fits): Lie {
  return instead(fits, async () => ({ kind: "silence" }));
}

/** The homeserver does what it is asked, and its answer is lost. */
export function loseAnswer(fits: Fits): Lie {
  return async (asked, pass) => {
    const answer = await pass(asked);
    if (!fits(asked) || answer.kind !== "whole") return answer;
    return { kind: "broken", whole: answer, after: 0 };
  };
}

/** Told for the first `times` requests that fit. */
export function firstTimes(times: number, fits: Fits): Fits {
  let told = 0;
  return (asked) => fits(asked) && told++ < times;
}

/** Bodies that are no answer of /sync, in the shapes that a parser may stumble over. */
export const garbage: readonly string[] = [
  "",
  "<html><body>502 Bad Gateway</body></html>",
  "null",
  "true",
  "[]",
  '"sync"',
  "1e999",
  "{",
  '{"next_batch":null}',
  '{"next_batch":5,"rooms":{}}',
  '{"next_batch":"","rooms":[]}',
  '{"next_batch":"s1","rooms":{"join":[]}}',
  '{"next_batch":"s1","rooms":{"join":null}}',
  '{"next_batch":"s1","rooms":{"join":{"!a":null}}}',
  '{"next_batch":"s1","rooms":{"join":{"!a":{"timeline":[]}}}}',
  '{"next_batch":"s1","rooms":{"join":{"!a":{"timeline":{"events":{}}}}}}',
  '{"next_batch":"s1","rooms":{"join":{"!a":{"timeline":{"events":[null]}}}}}',
  '{"next_batch":"s1","to_device":{"events":"none"}}',
  '{"next_batch":"s1","device_lists":[1]}',
];

function instead(fits: Fits, answer: Lie): Lie {
  return (asked, pass) => (fits(asked) ? answer(asked, pass) : pass(asked));
}
