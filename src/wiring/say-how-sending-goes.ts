import type { Log } from "../core/log.ts";
import type { SendReport } from "../outbox/send-report.ts";

/** One line when sending gets into trouble, one when it is out of it, nothing between. */
export function sayHowSendingGoes(log: Log): SendReport {
  return {
    closed: (room, code, detail) => log.warn(`nothing can be sent to ${room}: ${detail}`, { code }),
    opened: (room) => log.info(`${room} takes events again`),
    rejected: (room, code, detail) => log.warn(`the homeserver refused an event for ${room}: ${detail}`, { code }),
    away: (detail) => log.warn(`the homeserver does not answer, what is to be sent waits: ${detail}`),
    back: () => log.info("the homeserver answers again"),
    broken: (cause) => log.error("sending met a fault of the agent itself", { error: cause }),
  };
}
