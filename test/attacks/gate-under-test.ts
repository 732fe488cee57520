import { carryOut } from "../../src/control/carry-out.ts";
import { CutArrivals } from "../../src/control/cut-arrivals.ts";
import { obeyCommands } from "../../src/control/obey-commands.ts";
import { PairDesk } from "../../src/control/pair.ts";
import { watchOutputs } from "../../src/wiring/outputs.ts";

/** All that stands between an event of a listed room and the hardware. */
export interface GateUnderTest {
  readonly CutArrivals: typeof CutArrivals;
  readonly obeyCommands: typeof obeyCommands;
  readonly PairDesk: typeof PairDesk;
  readonly carryOut: typeof carryOut;
  readonly watchOutputs: typeof watchOutputs;
}

export const realGate: GateUnderTest = { CutArrivals, obeyCommands, PairDesk, carryOut, watchOutputs };
