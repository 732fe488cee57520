import { carryOut } from "../../src/control/carry-out.ts";
import { CutArrivals } from "../../src/control/cut-arrivals.ts";
import { obeyCommands } from "../../src/control/obey-commands.ts";
import { PairDesk } from "../../src/control/pair.ts";
import { cutSync } from "../../src/matrix/cut-sync.ts";
import { OpenEvent } from "../../src/matrix/open-event.ts";
import { watchOutputs } from "../../src/wiring/outputs.ts";
import { countStart, keepPresence } from "../../src/wiring/presence.ts";

/** All that stands between an answer of /sync and the hardware. */
export interface GateUnderTest {
  readonly cutSync: typeof cutSync;
  readonly CutArrivals: typeof CutArrivals;
  readonly OpenEvent: typeof OpenEvent;
  readonly obeyCommands: typeof obeyCommands;
  readonly PairDesk: typeof PairDesk;
  readonly carryOut: typeof carryOut;
  readonly watchOutputs: typeof watchOutputs;
  readonly countStart: typeof countStart;
  readonly keepPresence: typeof keepPresence;
}

export const realGate: GateUnderTest = {
  cutSync,
  CutArrivals,
  OpenEvent,
  obeyCommands,
  PairDesk,
  carryOut,
  watchOutputs,
  countStart,
  keepPresence,
};
