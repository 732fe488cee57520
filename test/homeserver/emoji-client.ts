import {
  VerificationPhase,
  type VerificationRequest,
  VerificationRequestEvent,
  VerifierEvent,
} from "matrix-js-sdk/lib/crypto-api/index.js";
import type { RoomId, UserId } from "../../src/core/ids.ts";
import { isVerificationEvent } from "../../src/core/verification-events.ts";
import { until } from "../fakes/until.ts";
import type { PlainClient } from "./matrix-user.ts";

type Emojis = readonly (readonly [string, string])[];

/** The other side of a verification, as a person sits at an independent client. */
export interface EmojiPerson {
  /** Takes part in a request to its end; rejects when it is cancelled. `say` decides by the emojis shown. */
  verify(request: VerificationRequest, say: (emojis: Emojis) => boolean | Promise<boolean>): Promise<void>;
  /** The next request that somebody else makes. */
  request(): Promise<VerificationRequest>;
}

export function emojiPerson({ client, library }: PlainClient): EmojiPerson {
  const requests: VerificationRequest[] = [];
  client.on(library.cryptoApi.CryptoEvent.VerificationRequestReceived, (request) => requests.push(request));
  return {
    async request() {
      await until("a request to verify came", () => requests.length > 0);
      const request = requests.shift();
      if (request === undefined) throw new Error("no request");
      return request;
    },
    async verify(request, say) {
      const ended = new Promise<never>((_done, fail) => {
        request.on(VerificationRequestEvent.Change, () => {
          if (request.phase === VerificationPhase.Cancelled) fail(new Error(`cancelled: ${request.cancellationCode}`));
        });
      });
      ended.catch(() => undefined);
      await Promise.race([ended, takePart(request, say)]);
    },
  };
}

async function takePart(request: VerificationRequest, say: (emojis: Emojis) => boolean | Promise<boolean>) {
  if (!request.initiatedByMe && request.phase === VerificationPhase.Requested) await request.accept();
  await until("the request is taken", () => request.phase >= VerificationPhase.Ready);
  const verifier =
    request.initiatedByMe && request.phase === VerificationPhase.Ready
      ? await request.startVerification("m.sas.v1")
      : await until("the other side began", () => request.verifier !== undefined).then(() => request.verifier);
  if (verifier === undefined) throw new Error("no verifier");
  const asked = Promise.withResolvers<void>();
  verifier.on(VerifierEvent.ShowSas, (shown) => {
    void Promise.resolve(say(shown.sas.emoji ?? [])).then(async (fits) => {
      if (fits) await shown.confirm();
      else shown.mismatch();
      asked.resolve();
    });
  });
  await verifier.verify();
  await asked.promise;
}

/** Has the library's client send steps of verifications as encrypted events, as clients of other kinds do. */
export function encryptVerifications({ client }: PlainClient): void {
  const send = client.http.authedRequest.bind(client.http);
  client.http.authedRequest = (async (method: never, path: string, query: never, body: unknown, options: never) => {
    const [, room, type] = /\/rooms\/([^/]+)\/send\/([^/]+)\//.exec(path) ?? [];
    const content: unknown = typeof body === "string" ? JSON.parse(body) : body;
    if (room === undefined || type === undefined || !isVerificationEvent(decodeURIComponent(type), content as never)) {
      return send(method, path, query, body as never, options);
    }
    const sent = await client.sendEvent(decodeURIComponent(room), decodeURIComponent(type) as never, content as never);
    return typeof body === "string" && (options as { json?: boolean } | undefined)?.json === false
      ? JSON.stringify(sent)
      : sent;
  }) as never;
}

/** A new encrypted direct chat, as some clients make one to verify in. */
export async function directChat({ client }: PlainClient, other: UserId, more: object = {}): Promise<RoomId> {
  const encryption = { type: "m.room.encryption", state_key: "", content: { algorithm: "m.megolm.v1.aes-sha2" } };
  const { room_id } = await client.createRoom({
    is_direct: true,
    invite: [other],
    preset: "trusted_private_chat" as never,
    initial_state: [encryption],
    ...more,
  });
  return room_id as RoomId;
}
