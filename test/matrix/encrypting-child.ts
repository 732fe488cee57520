import { writeSync } from "node:fs";
import { sealRows } from "../../src/matrix/seal-rows.ts";
import { openCryptoFile } from "../../src/store/crypto-file.ts";
import { readStoreKey } from "../../src/store/store-key.ts";
import { openMachine } from "./some-machine.ts";

/** Says its identity key, then encrypts for ever and says session and index of each event. Meant to be killed. */
const directory = process.argv[2] ?? "";
const machine = await openMachine(sealRows(openCryptoFile(directory), readStoreKey(directory)), "agent");
const say = (text: string): void => void writeSync(1, `${text}\n`);

say(machine.identityKey);
for (let number = 0; ; number++) {
  if (number % 7 === 0) await machine.emptySync();
  const { session, index } = await machine.encrypt(`event ${number}`);
  say(`${session} ${index}`);
}
