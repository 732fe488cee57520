import { AgentFault } from "../core/agent-fault.ts";
import type { OpenConnection } from "./define-driver.ts";

/** For a driver without `from`: the configuration's check lets no input through. */
export const notRead: Pick<OpenConnection<unknown, unknown>, "listen"> = {
  listen() {
    throw new AgentFault("internal", "an input passed the check of a driver that cannot read");
  },
};
