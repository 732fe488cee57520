import assert from "node:assert/strict";
import { once } from "node:events";
import { connect } from "node:net";
import { join } from "node:path";
import { test } from "node:test";
import fc from "fast-check";
import { serveControlSocket } from "../../src/machine/control-socket.ts";
import { fuzzRuns, leastCpuMs, longestHoldMs } from "../fakes/fuzz-runs.ts";
import { HandClock } from "../fakes/hand-clock.ts";
import { temporaryDirectory } from "../fakes/temporary-directory.ts";

const line = fc.oneof(
  fc.json(),
  fc
    .record({ do: fc.constantFrom<unknown>("list", "wipe", "", 7, null, "__proto__"), with: fc.jsonValue() })
    .map((ask) => JSON.stringify(ask)),
  fc.string({ unit: "binary", maxLength: 200 }),
  fc.constantFrom("", "{", "[".repeat(3_000), "x".repeat(70_000), `{"do":"${"y".repeat(70_000)}"}`),
);

/** All that is said to a client that says this and hangs up. */
async function answerTo(path: string, said: string): Promise<string> {
  const socket = connect(path);
  let heard = "";
  socket.on("data", (chunk) => {
    heard += chunk;
  });
  socket.on("error", () => undefined);
  socket.end(said);
  await once(socket, "close");
  return heard;
}

test("whatever is said at the control socket, the answer is lines of JSON, no loop is held for 50 ms, the next client is served", async () => {
  using directory = temporaryDirectory();
  const path = join(directory.path, "control.sock");
  const clock = new HandClock();
  await using _ = await serveControlSocket({
    path,
    clock,
    answer: async ({ request, say, nextLine }) => {
      await say({ asked: request.do });
      return { end: { later: (await nextLine()) ?? null } };
    },
  });
  const good = '{"do":"list"}\n{"more":1}\n';
  for (let warm = 0; warm < 20; warm++) await answerTo(path, good);
  await fc.assert(
    fc.asyncProperty(fc.array(line, { maxLength: 5 }), fc.constantFrom("\n", "\r\n", ""), async (lines, between) => {
      const said = lines.map((text) => text + between).join("");
      let heard = "";
      const held = await leastCpuMs(async () => {
        heard = await answerTo(path, said);
      });
      assert.ok(held < longestHoldMs, `${held} ms`);
      for (const told of heard.split("\n").filter(Boolean)) assert.equal(typeof JSON.parse(told), "object");
      const answer = await answerTo(path, good);
      assert.deepEqual(answer.split("\n").filter(Boolean), ['{"asked":"list"}', '{"end":{"later":{"more":1}}}']);
    }),
    fuzzRuns(300),
  );
});
