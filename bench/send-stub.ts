import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

export interface SendStub extends AsyncDisposable {
  readonly url: string;
  /** Events taken so far. */
  events(): number;
}

/** A homeserver that takes every PUT. */
export async function openSendStub(): Promise<SendStub> {
  let events = 0;
  const server = createServer((request, response) => {
    request.resume().on("end", () => {
      events += 1;
      response.setHeader("content-type", "application/json").end(`{"event_id":"$${events}"}`);
    });
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    events: () => events,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}
