import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { talkToPeople } from "../../src/talk/talk-to-people.ts";
import { operators, things } from "../fakes/gate-scene.ts";
import { talkParts } from "../fakes/talk-parts.ts";

const page = readFileSync(join(import.meta.dirname, "../../docs/talking.md"), "utf8");
const forms = [...page.matchAll(/^\| `(!.+?)` \|/gm)].map(([, form = ""]) => form);
const talk = talkToPeople(talkParts({ things }));
const [operator] = operators;
assert.ok(operator !== undefined);

test("docs/talking.md tells forms, and each is understood at once", () => {
  assert.equal(forms.length, 23);
  for (const body of forms) {
    const understood = talk.understand({ body, operator, eventId: "$asked", isMentioned: false });
    assert.ok(
      ["wish", "chart"].includes(understood.kind) || (understood.kind === "answer" && !understood.isDoubt),
      body,
    );
  }
});

test("docs/talking.md tells every command of the help that takes no name", () => {
  for (const word of ["!help", "!things", "!status", "!who", "!log", "!ack", "!stop"])
    assert.ok(forms.includes(word), word);
});
