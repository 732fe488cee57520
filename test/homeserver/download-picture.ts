import assert from "node:assert/strict";
import { createDecipheriv, hash } from "node:crypto";
import type { SealedFile } from "../../src/core/attachment.ts";
import type { RoomId } from "../../src/core/ids.ts";
import { synapseUrl } from "./matrix-user.ts";

interface ImageInfo {
  readonly mimetype: string;
  readonly w: number;
  readonly h: number;
  readonly size: number;
}

export interface ImageContent {
  readonly body: string;
  readonly filename: string;
  readonly file: SealedFile;
  readonly info: ImageInfo & { readonly thumbnail_file: SealedFile; readonly thumbnail_info: ImageInfo };
}

interface Reader {
  received(room: RoomId, type: string): readonly { readonly content: Record<string, unknown> }[];
}

const pngSignature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** The pictures that a client could read. */
export function images(person: Reader, room: RoomId): readonly ImageContent[] {
  return person
    .received(room, "m.room.message")
    .filter(({ content }) => content.msgtype === "m.image")
    .map(({ content }) => content as unknown as ImageContent);
}

/** As any client does it: the ciphertext by its address, its sum, then AES-CTR. */
export async function downloadPicture({ url, hashes, key, iv }: SealedFile, token: string): Promise<Buffer> {
  const place = url.replace("mxc://", "");
  const headers = { authorization: `Bearer ${token}` };
  const answer = await fetch(`${synapseUrl}/_matrix/client/v1/media/download/${place}`, { headers });
  assert.equal(answer.status, 200);
  const ciphertext = Buffer.from(await answer.arrayBuffer());
  assert.ok(!ciphertext.includes(pngSignature), "in clear at the homeserver");
  assert.equal(hash("sha256", ciphertext, "base64").replace(/=+$/, ""), hashes.sha256);
  const block = Buffer.from(iv, "base64");
  assert.deepEqual(block.subarray(8), Buffer.alloc(8));
  const cipher = createDecipheriv("aes-256-ctr", Buffer.from(key.k, "base64url"), block);
  return Buffer.concat([cipher.update(ciphertext), cipher.final()]);
}

/** Width and height stand in the first chunk (PNG specification, IHDR). */
export function judgePng(png: Buffer, { w, h, size, mimetype }: ImageInfo): void {
  assert.deepEqual(png.subarray(0, 8), pngSignature);
  assert.deepEqual([png.readUInt32BE(16), png.readUInt32BE(20), png.length, "image/png"], [w, h, size, mimetype]);
}
