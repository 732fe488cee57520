import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { test } from "node:test";
import { wipeState } from "../../src/wiring/wipe-state.ts";
import { temporaryDirectory } from "../fakes/temporary-directory.ts";
import { plantCanaries } from "../store/plant-canaries.ts";

const matrixOf = (homeserver: string) => ({ homeserver, passwordFile: undefined }) as never;

/** A homeserver that answers every request with this status. */
async function homeserver(status: number, meanwhile: () => void = () => undefined) {
  const asked: { readonly path: string | undefined; readonly token: string | undefined }[] = [];
  const server = createServer((request, response) => {
    asked.push({ path: `${request.method} ${request.url}`, token: request.headers.authorization });
    meanwhile();
    response.writeHead(status).end("{}");
  });
  server.listen(0, "localhost");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    asked,
    url: `http://localhost:${port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

async function wipe(stateDirectory: string, url: string) {
  const lines: string[] = [];
  const end = await wipeState({ stateDirectory, matrix: matrixOf(url) }, (line) => lines.push(line));
  return { end, lines };
}

test("the login is ended with the token that is erased before", async () => {
  using directory = temporaryDirectory();
  plantCanaries(directory.path);
  await using server = await homeserver(200);
  const { end, lines } = await wipe(directory.path, server.url);
  assert.deepEqual(end, { erased: true, loggedOut: true });
  assert.deepEqual(server.asked, [{ path: "POST /_matrix/client/v3/logout", token: "Bearer canary-5e7d0c91 token" }]);
  assert.match(lines[0] ?? "", /^erased store\.key \(32 bytes overwritten\)$/);
  assert.deepEqual(lines.slice(-2), [
    `device DEVICE of @box:x is logged out at ${server.url}`,
    `nothing of Roomwire is left in ${directory.path}`,
  ]);
  assert.ok(!lines.join().includes("canary"), "no secret is said");
  assert.deepEqual(readdirSync(directory.path), []);
});

for (const [what, status, loggedOut, said] of [
  ["a homeserver that does not know the token", 401, true, /was logged out at .* before/],
  [
    "a homeserver that refuses",
    500,
    false,
    /^NOT LOGGED OUT: .*: it answered 500\. Where device DEVICE of @box:x exists/,
  ],
] as const) {
  test(`${what} does not keep anything from being erased`, async () => {
    using directory = temporaryDirectory();
    plantCanaries(directory.path);
    await using server = await homeserver(status);
    const { end, lines } = await wipe(directory.path, server.url);
    assert.deepEqual(end, { erased: true, loggedOut });
    assert.ok(
      lines.some((line) => said.test(line)),
      lines.join("\n"),
    );
    assert.deepEqual(readdirSync(directory.path), []);
  });
}

test("without a homeserver all is erased, and the device named that must be removed by hand", async () => {
  using directory = temporaryDirectory();
  plantCanaries(directory.path);
  const { end, lines } = await wipe(directory.path, "http://localhost:1");
  assert.deepEqual(end, { erased: true, loggedOut: false });
  assert.ok(
    lines.some((line) => /^NOT LOGGED OUT: .* did not answer\. Where device DEVICE of @box:x exists/.test(line)),
  );
});

test("a login that comes to its end while all is erased is ended and erased, too", async () => {
  using directory = temporaryDirectory();
  plantCanaries(directory.path);
  let left = 1;
  await using server = await homeserver(200, () => {
    const login = { userId: "@box:x", deviceId: "LATE", accessToken: "late" };
    if (left-- > 0) writeFileSync(join(directory.path, "login.json"), JSON.stringify(login));
  });
  const { end, lines } = await wipe(directory.path, server.url);
  assert.deepEqual(end, { erased: true, loggedOut: true });
  assert.deepEqual(
    server.asked.map(({ token }) => token),
    ["Bearer canary-5e7d0c91 token", "Bearer late"],
  );
  assert.match(lines.join("\n"), /once more:\nerased login\.json/);
  assert.deepEqual(readdirSync(directory.path), []);
});

test("what cannot be erased is said, and the rest is erased", async () => {
  using directory = temporaryDirectory();
  mkdirSync(join(directory.path, "readings.db"));
  writeFileSync(join(directory.path, "recovery-key"), "secret");
  writeFileSync(join(directory.path, "login.json"), "no login");
  const { end, lines } = await wipe(directory.path, "http://localhost:1");
  assert.deepEqual(end, { erased: false, loggedOut: true });
  assert.match(lines.join("\n"), /NOT ERASED: readings\.db: [\s\S]*NOT ALL of Roomwire/);
  assert.deepEqual(readdirSync(directory.path), ["readings.db"]);
});
