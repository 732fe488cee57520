import type { AffordancePath } from "../core/ids.ts";
import type { Extracted } from "./extract.ts";
import { frameListeners } from "./frame-listeners.ts";
import type { Frame } from "./frames/scan-frames.ts";
import { type QuestionParts, SerialQuestion } from "./serial-question.ts";

export interface Polled {
  readonly path: AffordancePath;
  readonly request: Uint8Array;
  /** ms. */
  readonly every: number;
  readonly extract: (frame: Frame) => Extracted;
}

/** What has to be asked on a line, each request once for all properties that want it. */
export interface SerialPolls extends Disposable {
  add(polled: Polled): Disposable;
  /** The line is up: everything is asked, `delay` ms from now. */
  up(delay: number): void;
  refresh(path: AffordancePath): boolean;
}

export function serialPolls(parts: QuestionParts): SerialPolls {
  const questions = new Map<string, SerialQuestion>();
  const askers = new Map<AffordancePath, { readonly question: SerialQuestion }>();

  function questionOf(request: Uint8Array): SerialQuestion {
    const key = request.join();
    const known = questions.get(key);
    if (known !== undefined) return known;
    const question = new SerialQuestion(request, frameListeners(parts), parts);
    questions.set(key, question);
    return question;
  }

  return {
    add({ path, request, every, extract }) {
      const question = questionOf(request);
      const asker = { question };
      askers.set(path, asker);
      const asking = question.add(path, every, extract);
      return {
        [Symbol.dispose]() {
          asking[Symbol.dispose]();
          if (askers.get(path) === asker) askers.delete(path);
          if (question.isWanted) return;
          question[Symbol.dispose]();
          if (questions.get(request.join()) === question) questions.delete(request.join());
        },
      };
    },
    up(delay) {
      for (const question of questions.values()) question.up(delay);
    },
    refresh(path) {
      const question = askers.get(path)?.question;
      question?.ask();
      return question !== undefined;
    },
    [Symbol.dispose]() {
      for (const question of questions.values()) question[Symbol.dispose]();
    },
  };
}
