import { AgentFault } from "../../core/agent-fault.ts";

/** The same fault with a remedy for who sits at setup, where there is no configuration yet. */
export function explainForSetup(fault: AgentFault, stateDirectory: string): AgentFault {
  switch (fault.code) {
    case "wrong-password":
      return new AgentFault("wrong-password", fault.message, { cause: fault, remedy: "Check user and password." });
    case "logged-out":
      return new AgentFault("logged-out", fault.message, {
        cause: fault,
        remedy: `${stateDirectory} holds a login of before: erase it with \`roomwire wipe\`, or give another --state-directory.`,
      });
    case "room-missing":
      return new AgentFault("room-missing", fault.message, {
        cause: fault,
        remedy: "Have a listed operator invite it (once more, if they did before), then start setup again.",
      });
    default:
      return fault;
  }
}
