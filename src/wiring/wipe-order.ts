import type { Configuration } from "../config/configuration.ts";
import { AgentFault } from "../core/agent-fault.ts";
import type { Log } from "../core/log.ts";
import type { OperationAnswer, OperationCall } from "../core/operation-ports.ts";
import type { ControlStore } from "../core/store-ports.ts";
import { holdStoreLogs } from "../store/erase-stores.ts";
import { breathe } from "./breathe.ts";
import type { RunEnd } from "./run-end.ts";
import type { WipeEnd } from "./wipe-state.ts";

/** What a person types, so that nobody wipes by mistake. */
export const wipeWord = "WIPE";

export interface WipeOrderParts {
  readonly configuration: Pick<Configuration, "stateDirectory" | "matrix">;
  readonly end: Pick<RunEnd, "stop">;
  readonly log: Log;
}

export interface WipeOrder {
  /** Takes the order: the run ends as it always does, outputs safe first. The answer comes when all is erased. */
  answer(store: Pick<ControlStore, "audit">, call: OperationCall): Promise<OperationAnswer>;
  isTaken(): boolean;
  /** After everything is closed. Does nothing without an order; else throws AgentFault `wiped` when it is carried out. */
  carryOut(): Promise<void>;
}

export function wipeOrder({ configuration, end, log }: WipeOrderParts): WipeOrder {
  const wiped = Promise.withResolvers<WipeEnd>();
  let logs: ReturnType<typeof holdStoreLogs> | undefined;
  let say = (_line: string): void => undefined;
  return {
    async answer(store, call) {
      if (call.request.word !== wipeWord) return { error: notConfirmed };
      if (logs === undefined) {
        // Throws where the disk takes nothing: what cannot be written cannot be erased.
        store.audit({ kind: "wipe", body: { by: "console" } });
        say = (line) => void call.say({ line });
        log.warn("the agent is asked to wipe its state directory; it stops first");
        say("the agent stops; its outputs go to their safe values");
        logs = holdStoreLogs(configuration.stateDirectory);
        end.stop();
      }
      return { end: await wiped.promise };
    },
    isTaken: () => logs !== undefined,
    async carryOut() {
      if (logs === undefined) return;
      logs.overwrite();
      const told = (line: string): void => {
        log.warn(line);
        say(line);
      };
      const { wipeState } = await import("./wipe-state.ts");
      wiped.resolve(await wipeState(configuration, told));
      // The answer goes out before the door is closed.
      await breathe();
      throw new AgentFault("wiped");
    },
  };
}

const notConfirmed = {
  code: "bad-usage",
  detail: `Without the word ${wipeWord} nothing is wiped.`,
  remedy: `Type it when asked, or give --yes.`,
};
