import { jsonAnswer } from "./lying/json-answer.ts";
import { type Lie, openPassThrough } from "./pass-through.ts";

/** Stands before a homeserver, on loopback: counts what it answers, and can fall silent. */
export interface CountingProxy extends AsyncDisposable {
  readonly url: string;
  /** Method, path and status of every answer, in order. */
  readonly answers: readonly { readonly method: string; readonly path: string; readonly status: number }[];
  /** From now on every request is heard and none is answered. */
  fallSilent(): void;
  /** From now on every token given out so far gets this as an answer, with status 401. */
  refuseTokens(body: object): void;
}

export async function countingProxy(homeserver: string): Promise<CountingProxy> {
  const answers: { method: string; path: string; status: number }[] = [];
  let isSilent = false;
  const seen = new Set<string>();
  let refused: { readonly tokens: ReadonlySet<string>; readonly body: object } | undefined;
  const count: Lie = async (asked, pass) => {
    const { method, path, headers } = asked;
    const { authorization } = headers;
    if (isSilent) return { kind: "silence" };
    if (authorization !== undefined && refused?.tokens.has(authorization)) return jsonAnswer(401, refused.body);
    if (authorization !== undefined) seen.add(authorization);
    const answer = await pass(asked);
    if (isSilent) return { kind: "silence" };
    if (answer.kind === "whole") answers.push({ method, path, status: answer.status });
    return answer;
  };
  const proxy = await openPassThrough(homeserver, count);
  return {
    url: proxy.url,
    answers,
    fallSilent: () => {
      isSilent = true;
    },
    refuseTokens: (body) => {
      refused = { tokens: new Set(seen), body };
    },
    [Symbol.asyncDispose]: () => proxy[Symbol.asyncDispose](),
  };
}
