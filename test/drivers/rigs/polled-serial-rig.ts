import type { DriverRig } from "../../contract/driver-rig.ts";
import { until } from "../../fakes/until.ts";
import { serialRig } from "./serial-rig.ts";

/** ms in which what was written at one end of a pseudo-terminal has long been read at the other. */
const settled = 40;

/** The same line with a station at its far end that speaks only when it is asked. */
export async function polledSerialRig(): Promise<DriverRig> {
  let answer = "V=0";
  let answeredAt = Number.POSITIVE_INFINITY;
  const rig = await serialRig((request, reply) => {
    if (request !== "V?") return false;
    answeredAt = performance.now();
    reply(`${answer}\r\n`);
    return true;
  });
  return {
    ...rig,
    // Far longer than an answer takes, though the test's clock runs some thirty times as fast as the line.
    connection: { ...rig.connection, timeout: "1m" },
    from: { ...rig.from, request: "V?\n", poll: "500ms" },
    say: (text) => {
      answer = `V=${text}`;
    },
    sayGarbage: () => {
      answer = "\x07garbage";
    },
    async stall() {
      await until("the last answer was heard", () => performance.now() - answeredAt > settled);
      await rig.stall?.();
    },
  };
}
