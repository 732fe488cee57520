import { writeSync } from "node:fs";
import { affordancePath, asThingId } from "../../src/core/ids.ts";
import { someSealed } from "./some-events.ts";
import { openLog } from "./some-readings.ts";

/** Records readings whose value is their position, seals and delivers them, and says each step once it is durable. Meant to be killed. */
const log = openLog(process.argv[2] ?? "");
const say = (step: string, position: number): void => void writeSync(1, `${step} ${position}\n`);
const path = affordancePath(asThingId("t"), "count");

let seq = (log.lastSealed()?.seq ?? -1) + 1;
let last = log.unsealed(100_000).at(-1)?.position ?? log.sealed()?.range.through ?? 0;
for (;;) {
  const waiting = log.sealed();
  if (waiting !== undefined) {
    log.delivered(waiting.event.txn, `$${waiting.range.seq}`);
    say("delivered", waiting.range.through);
  }
  for (let count = 0; count < 30; count++) {
    last += 1;
    const value = { coefficient: BigInt(last), scale: 1 };
    log.append({ path, type: "number", unit: undefined, scale: 1, value, quality: "ok", at: last });
  }
  log.commit();
  say("committed", last);
  const through = log.unsealed(25).at(-1)?.position ?? 0;
  log.keepSealed(someSealed(`txn-${seq}`), { epoch: 1, seq, through });
  say("sealed", through);
  seq += 1;
}
