import { once } from "node:events";
import { Agent, createServer, request as httpRequest, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A request of the client-server API as it came. */
export interface Asked {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  /** Aborted when whoever asked hung up, or the proxy is closed. */
  readonly gone: AbortSignal;
}

export type Answer =
  | {
      readonly kind: "whole";
      readonly status: number;
      readonly headers: IncomingHttpHeaders;
      readonly body: Buffer;
    }
  /** The connection breaks after so many bytes of the body. */
  | { readonly kind: "broken"; readonly whole: Answer & { readonly kind: "whole" }; readonly after: number }
  /** No byte is ever sent; whoever asked may wait. */
  | { readonly kind: "silence" };

/** Asks what stands behind: the next lie, in the end the homeserver. */
export type Pass = (asked: Asked) => Promise<Answer>;

/** Stands between a client and the homeserver: changes the request, the answer, both, or answers by itself. */
export type Lie = (asked: Asked, pass: Pass) => Promise<Answer>;

export interface PassThrough extends AsyncDisposable {
  readonly url: string;
}

/** The first one is asked first and hears what the others made of it. */
export function inTurn(lies: readonly Lie[], last: Pass): Pass {
  return lies.reduceRight<Pass>((pass, lie) => (asked) => lie(asked, pass), last);
}

/**
 * An HTTP proxy on loopback before one homeserver. Every request goes through `lie`; without one all passes unchanged.
 * A lie that throws breaks the connection.
 */
export async function openPassThrough(homeserver: string, lie?: Lie): Promise<PassThrough> {
  const closing = new AbortController();
  const connections = new Agent({ keepAlive: true });
  const forward: Pass = (asked) => askHomeserver(homeserver, connections, asked);
  const pass = lie === undefined ? forward : inTurn([lie], forward);
  const server = createServer(async (request, response) => {
    const gone = new AbortController();
    response.on("close", () => gone.abort());
    try {
      const { method = "GET", url = "/", headers } = request;
      const { pathname: path, searchParams: query } = new URL(url, homeserver);
      const signal = AbortSignal.any([gone.signal, closing.signal]);
      give(response, await pass({ method, path, query, headers, body: await bytesOf(request), gone: signal }));
    } catch {
      response.destroy();
    }
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      closing.abort();
      connections.destroy();
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

/** What belongs to one connection and not to the message (RFC 9110, 7.6.1); the body is unpacked and counted anew. */
const ofConnection = new Set([
  "connection",
  "keep-alive",
  "transfer-encoding",
  "content-length",
  "accept-encoding",
  "host",
  "expect",
  "date",
]);

async function askHomeserver(homeserver: string, agent: Agent, asked: Asked): Promise<Answer> {
  const { method, path, query, body, gone } = asked;
  const url = new URL(query.size === 0 ? path : `${path}?${query}`, homeserver);
  const length = body.length > 0 || method !== "GET" ? { "content-length": body.length } : {};
  const sending = httpRequest(url, {
    agent,
    method,
    headers: { ...messageHeaders(asked.headers), ...length },
    signal: gone,
  });
  sending.end(body);
  const [response] = await once(sending, "response");
  const { statusCode: status = 0, headers } = response;
  return { kind: "whole", status, headers: messageHeaders(headers), body: await bytesOf(response) };
}

function messageHeaders(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !ofConnection.has(name)));
}

function give(response: ServerResponse, answer: Answer): void {
  if (answer.kind === "silence") return;
  const { status, headers, body } = answer.kind === "broken" ? answer.whole : answer;
  response.writeHead(status, { ...headers, "content-length": body.length });
  if (answer.kind === "whole") response.end(body);
  else response.write(body.subarray(0, answer.after), () => response.destroy());
}

async function bytesOf(stream: AsyncIterable<unknown>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
