import { AgentFault } from "../../core/agent-fault.ts";

/** Whoever sat there pressed Ctrl-C, or closed the terminal. */
export function setupBrokenOff(): AgentFault {
  return new AgentFault("bad-usage", "Setup was broken off.", {
    remedy:
      "Where the configuration is written go on with `roomwire run`; else start setup again: a login and rooms that were made are used.",
  });
}
