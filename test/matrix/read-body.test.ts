import assert from "node:assert/strict";
import { test } from "node:test";
import { readBody } from "../../src/matrix/read-body.ts";

/** An answer that comes in pieces, for ever unless somebody stops reading. */
function endless(): { readonly answer: Response; readonly sent: () => number } {
  let sent = 0;
  const stream = new ReadableStream<Uint8Array>({
    pull: (controller) => {
      sent += 1000;
      controller.enqueue(new Uint8Array(1000).fill(0x20));
    },
  });
  return { answer: new Response(stream), sent: () => sent };
}

test("an answer is read whole, however its characters are cut", async () => {
  const bytes = new TextEncoder().encode('{"a":"Lüfter €"}');
  const stream = new ReadableStream<Uint8Array>({
    start: (controller) => {
      for (const byte of bytes) controller.enqueue(Uint8Array.of(byte));
      controller.close();
    },
  });
  assert.deepEqual(await readBody(new Response(stream), 100), { a: "Lüfter €" });
});

test("an answer without end is not read further than allowed", async () => {
  const { answer, sent } = endless();
  await assert.rejects(readBody(answer, 10_000), /more than 10000 bytes/);
  assert.ok(sent() < 20_000, `${sent()}`);
});

test("half an answer, none and garbage are errors", async () => {
  for (const text of ['{"next_batch":"s1"', "", "<html>"]) {
    await assert.rejects(readBody(new Response(text), 1000), { code: "homeserver-refused" });
  }
  await assert.rejects(readBody(new Response(null), 1000), { code: "homeserver-refused" });
});
