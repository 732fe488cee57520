import { readFileSync } from "node:fs";
import { AgentFault } from "../core/agent-fault.ts";
import { errorCode } from "../core/error-code.ts";
import { writeWhole } from "./write-whole.ts";

/** A small text that only the agent's user may read. */
export interface SecretFile {
  /** Without line ends at its end; undefined when there is none. Throws AgentFault when it cannot be read. */
  read(): string | undefined;
  /** On the disk when it returns, mode 0600. Throws AgentFault `state-directory`. */
  write(text: string): void;
}

export function secretFile(path: string): SecretFile {
  return {
    read: () => {
      try {
        return readFileSync(path, "utf8").trimEnd();
      } catch (cause) {
        if (errorCode(cause) === "ENOENT") return undefined;
        throw new AgentFault("state-directory", `${path} cannot be read.`, {
          cause,
          remedy: "Make it readable for the agent's user (and for nobody else).",
        });
      }
    },
    write: (text) => {
      try {
        writeWhole(path, `${text}\n`);
      } catch (cause) {
        throw new AgentFault("state-directory", `${path} cannot be written.`, { cause });
      }
    },
  };
}
