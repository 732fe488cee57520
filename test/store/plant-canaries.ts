import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { affordancePath, asThingId } from "../../src/core/ids.ts";
import { openControlFile } from "../../src/store/control-file.ts";
import { openCryptoFile } from "../../src/store/crypto-file.ts";
import { secretFile } from "../../src/store/secret-file.ts";
import { readStoreKey } from "../../src/store/store-key.ts";
import { HandClock } from "../fakes/hand-clock.ts";
import { temporaryDirectory } from "../fakes/temporary-directory.ts";
import { someCommand, someEvent, somePost, someSealed } from "./some-events.ts";
import { openLog } from "./some-readings.ts";

/** A word that stands nowhere else. */
export const canary = "canary-5e7d0c91";

/** Everything that an agent keeps, each with the canary in it, in `state`; as after a crash, with logs and shared memory. */
export function plantCanaries(state: string): void {
  using workshop = temporaryDirectory();
  const live = workshop.path;
  const clock = new HandClock();
  mkdirSync(state, { recursive: true, mode: 0o700 });
  {
    using control = openControlFile(live, clock);
    using crypto = openCryptoFile(live);
    using readings = openLog(live, { clock });
    for (let number = 1; number <= 40; number++) {
      control.keep([{ ...someEvent(number), raw: `${canary} inbox ${number}` }], `${canary} token`);
      // So long that the log is moved into the file meanwhile.
      const command = { ...someCommand(number), input: `${canary} journal ${"x".repeat(30_000)}` };
      control.judge({
        position: number,
        seen: { sessionId: `${canary} session`, index: number },
        commandId: command.id,
        begin: command,
        posts: [somePost(number)],
        notes: [{ kind: "command", body: { text: `${canary} audit` } }],
      });
      const post = control.nextPost();
      if (post !== undefined) control.keepSealed(post.id, someSealed(`${canary} outbox ${number}`));
      const put = {
        kind: "put",
        database: "d",
        store: "s",
        key: `${canary} ${number}`,
        value: `${canary} key`,
      } as const;
      crypto.apply([put]);
      readings.append({
        path: affordancePath(asThingId("box"), "text"),
        type: "string",
        unit: undefined,
        scale: 0,
        value: `${canary} reading ${number}`,
        quality: "ok",
        at: number,
      });
      readings.commit();
    }
    control.keep([{ ...someEvent(41), raw: `${canary} waits` }], "token");
    control.keep([], "next token");
    readStoreKey(live);
    secretFile(join(live, "login.json")).write(
      JSON.stringify({ userId: "@box:x", deviceId: "DEVICE", accessToken: `${canary} token` }),
    );
    secretFile(join(live, "recovery-key")).write(`${canary} recovery`);
    writeFileSync(join(live, "adopted.json"), `${canary} devices of the house, long enough to be looked for`);
    writeFileSync(join(live, "login.json.new"), `${canary} half written`);
    for (const part of ["", "-wal"]) writeFileSync(join(live, `readings.db.damaged-3${part}`), `${canary} put aside`);
    for (const name of readdirSync(live)) copyFileSync(join(live, name), join(state, name));
  }
  // A look at a store that nobody holds leaves its shared memory behind.
  for (const name of ["control.db", "crypto.db", "readings.db"]) {
    const look = new DatabaseSync(join(state, name), { readOnly: true });
    look.prepare("SELECT count(*) FROM sqlite_schema").get();
    look.close();
  }
}

/** Names of the files of a directory that hold the canary or, of the key file, anything of the key. */
export function filesWithCanary(directory: string): string[] {
  return readdirSync(directory).filter((name) => readFileSync(join(directory, name)).includes(canary));
}
