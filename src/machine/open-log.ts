import { type DestinationStream, destination, type Level, pino, stdTimeFunctions } from "pino";
import type { Log } from "../core/log.ts";
import { hideSecrets } from "./hide-secrets.ts";
import { readableLine } from "./readable-line.ts";

export interface LogOptions {
  readonly level: "debug" | "info" | "warn" | "error";
  /** Lines for people instead of JSON; default: when standard error is a terminal. */
  readonly pretty?: boolean;
  /** Takes finished lines; default: standard error. */
  readonly write?: (line: string) => void;
}

export interface OpenLog extends Log {
  /**
   * From now on this exact text shows as `[hidden]` wherever it turns up. Short ones would hide ordinary text: 6 characters at least.
   * Of those under one name only the last few, for a token that is renewed every few minutes.
   */
  hide(secret: string, name?: string): void;
}

/** Priorities that journald reads off the front of a line (sd-daemon(3)). */
const priorities: Readonly<Record<string, string>> = { debug: "<7>", info: "<6>", warn: "<4>", error: "<3>" };
const shortestSecret = 6;
const mostOfOneName = 4;
/** Names that a line of JSON already uses. */
const ownNames: ReadonlySet<string> = new Set(["level", "time", "message"]);

/** The one log of a process: synchronous, so that the last line before an end is never lost. */
export function openLog(options: LogOptions): OpenLog {
  const secrets = new Set<string>();
  const named = new Map<string, readonly string[]>();
  const logger = pino(
    {
      level: options.level,
      base: null,
      messageKey: "message",
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    target(options),
  );
  const at =
    (level: Level) =>
    (message: string, fields: object = {}): void => {
      if (!logger.isLevelEnabled(level)) return;
      const data = fields instanceof Error ? { error: fields } : fields;
      const entries = Object.entries(data).map(([name, value]) => [ownNames.has(name) ? `${name}_` : name, value]);
      logger[level](hideSecrets(Object.fromEntries(entries), secrets), String(hideSecrets(message, secrets)));
    };
  return {
    debug: at("debug"),
    info: at("info"),
    warn: at("warn"),
    error: at("error"),
    hide: (secret, name) => {
      if (secret.length < shortestSecret || secrets.has(secret)) return;
      secrets.add(secret);
      if (name === undefined) return;
      const list = [...(named.get(name) ?? []), secret];
      if (list.length > mostOfOneName) secrets.delete(list.shift() ?? "");
      named.set(name, list);
    },
  };
}

function target({ pretty, write }: LogOptions): DestinationStream {
  const out = write === undefined ? destination({ dest: 2, sync: true }) : { write };
  if (pretty ?? (write === undefined && process.stderr.isTTY))
    return { write: (line) => out.write(readableLine(line)) };
  // systemd sets JOURNAL_STREAM when standard error goes to the journal.
  if (process.env.JOURNAL_STREAM === undefined) return out;
  return { write: (line) => out.write(`${priorities[/"level":"(\w+)"/.exec(line)?.[1] ?? "info"]}${line}`) };
}
