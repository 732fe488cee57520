import { once } from "node:events";
import { createServer } from "node:http";

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
  let refused: { readonly tokens: ReadonlySet<string>; readonly text: string } | undefined;
  const server = createServer(async (asked, answer) => {
    const { method = "GET", url: path = "/", headers } = asked;
    const chunks: Buffer[] = [];
    for await (const chunk of asked) chunks.push(chunk as Buffer);
    if (isSilent) return;
    const body = chunks.length === 0 ? {} : { body: Buffer.concat(chunks) };
    const { authorization } = headers;
    if (authorization !== undefined && refused?.tokens.has(authorization)) {
      return void answer.writeHead(401, { "content-type": "application/json" }).end(refused.text);
    }
    if (authorization !== undefined) seen.add(authorization);
    const passed = authorization === undefined ? {} : { headers: { authorization } };
    const got = await fetch(new URL(path, homeserver), { method, ...passed, ...body }).catch(() => undefined);
    const text = await got?.text();
    if (isSilent) return;
    if (got === undefined) return void answer.destroy();
    answers.push({ method, path, status: got.status });
    const retryAfter = got.headers.get("retry-after");
    answer
      .writeHead(got.status, {
        "content-type": "application/json",
        ...(retryAfter !== null && { "retry-after": retryAfter }),
      })
      .end(text);
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    answers,
    fallSilent: () => {
      isSilent = true;
    },
    refuseTokens: (body) => {
      refused = { tokens: new Set(seen), text: JSON.stringify(body) };
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}
