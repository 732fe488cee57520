import type { Lie } from "../pass-through.ts";
import { editSync, isSync } from "./edit-sync.ts";
import { jsonAnswer } from "./json-answer.ts";
import type { SyncBody } from "./wire.ts";

/** A homeserver set back to a backup: the next answers of /sync are these old ones, word for word; then the truth again. */
export function sayAgain(old: readonly SyncBody[]): Lie {
  const left = [...old];
  return async (asked, pass) => {
    const next = isSync(asked) ? left.shift() : undefined;
    return next === undefined ? await pass(asked) : jsonAnswer(200, next);
  };
}

/** The token that an answer gives for the next time is this older one, so that all since then comes again. Told once. */
export function giveOldToken(token: string): Lie {
  let isTold = false;
  return editSync((body) => {
    if (isTold) return body;
    isTold = true;
    return { ...body, next_batch: token };
  });
}
