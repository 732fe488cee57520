import type { MatrixClient } from "matrix-js-sdk";
import type { UploadOutcome } from "../core/attachment.ts";
import type { RoomId } from "../core/ids.ts";
import type { RoomFacts } from "../core/room-ports.ts";
import type { PutEvent } from "./put-event.ts";
import { sealAttachment } from "./seal-attachment.ts";
import { reasonOf, statusOf } from "./wait-for-homeserver.ts";

export interface PutAttachmentParts {
  readonly client: Pick<MatrixClient, "uploadContent">;
  readonly rooms: Pick<RoomFacts, "isEncrypted">;
  readonly sender: Pick<PutEvent, "closedFor">;
}

/** ms; a picture has some hundred kilobytes. */
const timeout = 20_000;
const address = /^mxc:\/\/[^/]+\/[A-Za-z0-9_-]+$/;

/**
 * Lays a file down at the homeserver, encrypted, for a room into which its key may go: an encrypted one that is not closed now. Never
 * rejects. How much the homeserver takes is not asked before: our files are far below what any of them allows, and it says so itself.
 */
export async function putAttachment(
  room: RoomId,
  plain: Uint8Array,
  { client, rooms, sender }: PutAttachmentParts,
  signal: AbortSignal,
): Promise<UploadOutcome> {
  const stop = new AbortController();
  const limit = AbortSignal.any([signal, AbortSignal.timeout(timeout)]);
  const end = (): void => stop.abort(limit.reason);
  try {
    if (!rooms.isEncrypted(room)) {
      return { kind: "closed", code: "not-encrypted", detail: `${room} was never seen encrypted.` };
    }
    const closed = await sender.closedFor(room);
    if (closed !== undefined) return closed;
    limit.addEventListener("abort", end);
    if (limit.aborted) end();
    const { ciphertext, opens } = sealAttachment(plain);
    const { content_uri: url } = await client.uploadContent(new Blob([ciphertext]), {
      includeFilename: false,
      type: "application/octet-stream",
      abortController: stop,
    });
    if (typeof url !== "string" || !address.test(url)) return { kind: "failed", detail: "It was given no address." };
    return { kind: "uploaded", file: { ...opens, url } };
  } catch (error) {
    return { kind: statusOf(error) === 413 ? "too-large" : "failed", detail: reasonOf(error) };
  } finally {
    limit.removeEventListener("abort", end);
  }
}
