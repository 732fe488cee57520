import type { Answer, Asked, Lie } from "../pass-through.ts";

type Whole = Answer & { readonly kind: "whole" };

export function jsonAnswer(status: number, body: unknown, headers: Whole["headers"] = {}): Whole {
  return {
    kind: "whole",
    status,
    headers: { "content-type": "application/json", ...headers },
    body: Buffer.from(JSON.stringify(body)),
  };
}

/** Changes the JSON of good answers to requests that fit; all else passes. */
export function editJson<Body>(
  fits: (asked: Asked) => boolean,
  edit: (body: Body, asked: Asked) => Body | Promise<Body>,
): Lie {
  return async (asked, pass) => {
    const answer = await pass(asked);
    if (!fits(asked) || answer.kind !== "whole" || answer.status !== 200) return answer;
    const body = await edit(JSON.parse(answer.body.toString()) as Body, asked);
    return { ...answer, body: Buffer.from(JSON.stringify(body)) };
  };
}
