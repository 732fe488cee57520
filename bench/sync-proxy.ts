import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { monotonicMs } from "./monotonic-ms.ts";

/** Stands before the homeserver for one program: passes everything on, stamps what the benches measure, feeds events in. */
export interface SyncProxy extends AsyncDisposable {
  readonly url: string;
  /** Event id → when the body of /sync with it was handed over (see monotonicMs). */
  readonly handedOver: ReadonlyMap<string, number>;
  /** When the homeserver next answers an encrypted event of this program with 200 (see monotonicMs). */
  nextAccepted(): Promise<number>;
  /** Answers the next /sync with these timeline events; resolves when the one after it is asked, so it was taken in. */
  feed(room: string, events: readonly object[]): Promise<void>;
}

interface Feeding {
  readonly room: string;
  readonly events: readonly object[];
  readonly taken: () => void;
}

interface SyncBody {
  readonly rooms?: {
    readonly join?: Readonly<
      Record<string, { readonly timeline?: { readonly events?: readonly { readonly event_id: string }[] } }>
    >;
  };
}

export async function openSyncProxy(homeserver: string): Promise<SyncProxy> {
  const handedOver = new Map<string, number>();
  let accepted = Promise.withResolvers<number>();
  const feedings: Feeding[] = [];
  let wakeSync = (): void => undefined;
  let afterFeeding: (() => void) | undefined;

  async function pass(request: IncomingMessage, path: string, signal?: AbortSignal): Promise<Response> {
    const { method = "GET", headers } = request;
    const kept = Object.entries(headers).filter(([name]) => name === "authorization" || name === "content-type");
    const body = method === "GET" ? undefined : new Uint8Array(await bytesOf(request));
    return await fetch(homeserver + path, {
      method,
      headers: kept.map(([name, value]) => [name, String(value)]),
      ...(body === undefined ? {} : { body }),
      ...(signal === undefined ? {} : { signal }),
    });
  }

  async function other(request: IncomingMessage, response: ServerResponse, path: string): Promise<void> {
    const answer = await pass(request, path);
    const body = await answer.text();
    if (answer.ok && path.includes("/send/m.room.encrypted/")) accepted.resolve(monotonicMs());
    finish(response, answer.status, body);
  }

  async function sync(request: IncomingMessage, response: ServerResponse, path: string): Promise<void> {
    afterFeeding?.();
    afterFeeding = undefined;
    const since = new URL(path, homeserver).searchParams.get("since");
    const abort = new AbortController();
    response.on("close", () => abort.abort());
    wakeSync = () => abort.abort();
    if (since !== null && feedings.length > 0) abort.abort();
    try {
      const answer = await pass(request, path, abort.signal);
      const text = await answer.text();
      const ids = eventIds(JSON.parse(text) as SyncBody);
      const at = monotonicMs();
      for (const id of ids) handedOver.set(id, at);
      finish(response, answer.status, text);
    } catch (error) {
      const feeding = since === null ? undefined : feedings.shift();
      if (feeding === undefined) throw error;
      afterFeeding = feeding.taken;
      finish(response, 200, JSON.stringify(fedBody(feeding, since)));
    }
  }

  const server = createServer((request, response) => {
    const path = request.url ?? "/";
    const done = path.startsWith("/_matrix/client/v3/sync")
      ? sync(request, response, path)
      : other(request, response, path);
    done.catch(() => response.destroy());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    handedOver,
    nextAccepted() {
      accepted = Promise.withResolvers<number>();
      return accepted.promise;
    },
    feed: (room, events) =>
      new Promise((taken) => {
        feedings.push({ room, events, taken });
        wakeSync();
      }),
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** The token stays, so that the homeserver goes on from where it was. */
function fedBody({ room, events }: Feeding, since: string | null): object {
  const timeline = { events, limited: false, prev_batch: since };
  return { next_batch: since, rooms: { join: { [room]: { timeline, state: { events: [] } } } } };
}

function eventIds({ rooms }: SyncBody): string[] {
  return Object.values(rooms?.join ?? {}).flatMap(
    ({ timeline }) => timeline?.events?.map((event) => event.event_id) ?? [],
  );
}

async function bytesOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function finish(response: ServerResponse, status: number, body: string): void {
  response
    .writeHead(status, { "content-type": "application/json", "content-length": Buffer.byteLength(body) })
    .end(body);
}
