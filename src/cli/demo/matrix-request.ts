import type { Clock } from "../../core/clock.ts";

export interface Homeserver {
  /** Without a slash at the end. */
  readonly url: string;
  readonly clock: Clock;
}

type Answer = Readonly<Record<string, unknown>>;

/** One request to the client-server API; waits where the homeserver limits. Rejects with its own words when it refuses. */
export async function matrixRequest(
  { url, clock }: Homeserver,
  method: "GET" | "POST" | "PUT",
  path: string,
  body?: object,
  token?: string,
): Promise<Answer> {
  for (;;) {
    const answer = await fetch(`${url}/_matrix/client/v3${path}`, {
      method,
      ...(token !== undefined && { headers: { authorization: `Bearer ${token}` } }),
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const content = (await answer.json()) as Answer;
    if (answer.ok) return content;
    if (answer.status !== 429) throw new Error(`${method} ${path}: ${answer.status} ${String(content.error)}`);
    const waitMs = Number(answer.headers.get("retry-after") ?? 1) * 1000;
    await new Promise<void>((done) => clock.after(waitMs, done));
  }
}
