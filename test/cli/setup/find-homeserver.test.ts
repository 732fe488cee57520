import assert from "node:assert/strict";
import { test } from "node:test";
import type { Dialogue } from "../../../src/cli/setup/dialogue.ts";
import { findHomeserver } from "../../../src/cli/setup/find-homeserver.ts";
import { asUserId } from "../../../src/core/ids.ts";
import { scriptedDialogue } from "./scripted-dialogue.ts";

const user = asUserId("@agent:example.org");
const versions = { versions: ["v1.11"] };

/** A web in which these addresses answer with JSON. */
function webOf(pages: Readonly<Record<string, unknown>>): typeof globalThis.fetch {
  return async (input) => {
    const page = pages[String(input)];
    if (page === undefined) throw new TypeError("fetch failed");
    return page instanceof Response ? page.clone() : Response.json(page);
  };
}

const find = (pages: Readonly<Record<string, unknown>>, dialogue: Dialogue, given?: string) =>
  findHomeserver({ user, given, dialogue, fetch: webOf(pages) });

test("the server's name tells where its homeserver is, without a slash at the end", async () => {
  const { dialogue, said } = scriptedDialogue();
  const pages = {
    "https://example.org/.well-known/matrix/client": { "m.homeserver": { base_url: "https://matrix.example.org/" } },
    "https://matrix.example.org/_matrix/client/versions": versions,
  };
  assert.equal(await find(pages, dialogue), "https://matrix.example.org");
  assert.deepEqual(said, ["The homeserver of example.org is https://matrix.example.org."]);
});

test("a name that tells nothing may be the homeserver itself", async () => {
  const pages = { "https://example.org/_matrix/client/versions": versions };
  assert.equal(await find(pages, scriptedDialogue().dialogue), "https://example.org");
});

test("where it tells nonsense, or leads to what is no homeserver, a person is asked until one answers", async () => {
  for (const said of [
    {},
    { "m.homeserver": { base_url: 7 } },
    new Response("<html>"),
    new Response("", { status: 500 }),
  ]) {
    const { dialogue, left } = scriptedDialogue("nonsense with spaces", "hs.example.org", "http://localhost:8008/");
    const pages = {
      "https://example.org/.well-known/matrix/client": said,
      "http://localhost:8008/_matrix/client/versions": versions,
    };
    assert.equal(await find(pages, dialogue), "http://localhost:8008");
    assert.equal(left(), 0);
  }
});

test("an address by flag is taken as it is, or refused", async () => {
  const { dialogue } = scriptedDialogue();
  const pages = { "https://hs.example.org/_matrix/client/versions": versions };
  assert.equal(await find(pages, dialogue, "hs.example.org"), "https://hs.example.org");
  await assert.rejects(find(pages, dialogue, "https://other.org"), { code: "homeserver-refused" });
  await assert.rejects(find(pages, dialogue, "ftp://other.org"), { code: "bad-usage" });
  await assert.rejects(find(pages, dialogue, "https://me:secret@hs.example.org"), { code: "bad-usage" });
});
