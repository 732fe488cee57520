import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { atTerminal } from "../fakes/at-terminal.ts";
import { temporaryDirectory } from "../fakes/temporary-directory.ts";
import { createUsers, synapseUrl, withoutSynapse } from "./matrix-user.ts";
import { makeIdentity, startAgent } from "./operator-rig.ts";

describe("roomwire watch at a terminal", { skip: withoutSynapse, timeout: 300_000 }, () => {
  test("is a live table, and q leaves the terminal as it was", async () => {
    using directory = temporaryDirectory();
    const [box, ana] = await createUsers(synapseUrl, "agent", "op");
    const { recoveryKey, masterKey } = await makeIdentity(ana);
    const [password, recovery] = [join(directory.path, "pw"), join(directory.path, "key")];
    writeFileSync(password, ana.password);
    writeFileSync(recovery, recoveryKey);
    const login = ["--homeserver", synapseUrl, "--user", ana.id, "--password-file", password];
    const more = ["--recovery-key-file", recovery, "--state-directory", join(directory.path, "op"), "--agent", box.id];
    await using watch = await atTerminal(["watch", ...login, ...more]);
    await watch.shows(new RegExp(`signed in as ${ana.id}`));
    await using _agent = startAgent(join(directory.path), box, [{ user: ana.id, masterKey }]);
    await watch.shows(/THING\/PROPERTY +VALUE +AGE +COURSE/);
    await watch.shows(/box\/temperature +21\.50 °C +\d+s/);
    await watch.shows(/box\/temperature +21\.50 °C +\d+s +▁▁/);
    await watch.shows(/q ends/);
    watch.press("q");
    assert.equal(await watch.ended, 0, watch.screen());
    // biome-ignore lint/suspicious/noControlCharactersInRegex: a terminal's control sequences begin with one
    assert.match(watch.raw(), /\x1b\[\?1049h[\s\S]*\x1b\[\?25h\x1b\[\?1049l/);
  });
});
