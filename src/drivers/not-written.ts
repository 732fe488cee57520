import { AgentFault } from "../core/agent-fault.ts";
import type { OpenConnection } from "./define-driver.ts";

/** For a driver without `to`: the configuration's check lets no output through. */
export const notWritten: Pick<OpenConnection<unknown, unknown>, "output"> = {
  output() {
    throw new AgentFault("internal", "an output passed the check of a driver that cannot write");
  },
};
