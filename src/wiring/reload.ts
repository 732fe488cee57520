import { type ConfigDifference, compareConfigs } from "../config/compare-configs.ts";
import type { Configuration } from "../config/configuration.ts";
import { formatProblem } from "../config/problem.ts";
import type { ReadConfig } from "../config/read-config.ts";
import { sameBus } from "../config/same-bus.ts";
import { AgentFault } from "../core/agent-fault.ts";
import type { Log } from "../core/log.ts";
import type { ControlStore } from "../core/store-ports.ts";
import type { AlertWatch } from "./alerts.ts";
import { inTurn } from "./in-turn.ts";
import type { Hardware } from "./open-hardware.ts";
import type { OutputWatch } from "./outputs.ts";
import type { ReadingWay } from "./readings.ts";

/** ms that commands under way get to end; a reload that would cut one off is refused. */
const settleWithinMs = 30_000;
/** UTF-16 units of what the audit says of a reload. */
const longestNote = 1_000;

/** The half of the agent that stands in the room, as far as a reload touches it. */
export interface ReloadedRoom {
  /** Takes no more commands from a moment on at which none is under way; false: there was none within so many ms. */
  settle(withinMs: number): Promise<boolean>;
  end(): Promise<void>;
  begin(configuration: Configuration): void;
}

export type ReloadReport =
  | { readonly kind: "changed"; readonly lines: readonly string[] }
  | { readonly kind: "same" }
  /** Nothing was changed. */
  | { readonly kind: "refused"; readonly problems: readonly string[] };

export interface ReloadParts {
  readonly configuration: Configuration;
  /** Reads the file anew. */
  readonly readConfiguration: () => ReadConfig;
  readonly readSecret: (path: string) => string;
  readonly hardware: Pick<Hardware, "change">;
  readonly outputs: Pick<OutputWatch, "retire" | "change">;
  readonly readings: Pick<ReadingWay, "change">;
  readonly alerts: Pick<AlertWatch, "change">;
  readonly store: Pick<ControlStore, "audit">;
  readonly log: Log;
  /** Half of the new configuration holds: nothing can be relied on. */
  readonly onBroken: (fault: AgentFault) => void;
}

/** Takes a new configuration while the agent runs: all of it, or nothing. */
export class Reload {
  readonly #parts: ReloadParts;
  #current: Configuration;
  #room: ReloadedRoom | undefined;
  readonly #turn = inTurn();

  constructor(parts: ReloadParts) {
    this.#parts = parts;
    this.#current = parts.configuration;
  }

  /** The configuration that holds now. */
  get current(): Configuration {
    return this.#current;
  }

  /** From now on the room is changed along. It begins with `current`. */
  attach(room: ReloadedRoom): Disposable {
    this.#room = room;
    return {
      [Symbol.dispose]: () => {
        this.#room = undefined;
      },
    };
  }

  /** One at a time; read at its turn. Never rejects. */
  reload(readConfiguration = this.#parts.readConfiguration): Promise<ReloadReport> {
    return this.#turn(() => this.#reload(readConfiguration()));
  }

  async #reload(read: ReadConfig): Promise<ReloadReport> {
    if (!read.ok) return this.#refuse(read.problems.map(formatProblem));
    const next = read.configuration;
    const { lines, restart, changedOutputs } = compareConfigs(this.#current, next);
    if (restart.length > 0) {
      return this.#refuse(
        restart.map((key) => `${key} changed: only a restart takes that (systemctl restart roomwire).`),
      );
    }
    if (lines.length === 0) return { kind: "same" };
    const missing = this.#missingSecrets(next);
    if (missing.length > 0) return this.#refuse(missing);
    if ((await this.#room?.settle(settleWithinMs)) === false) {
      return this.#refuse([
        `A command is under way for longer than ${settleWithinMs / 1000} s; try again when it has ended.`,
      ]);
    }
    try {
      return this.#told([...lines, ...(await this.#change(next, changedOutputs))]);
    } catch (cause) {
      const fault = new AgentFault("internal", "A reload broke off half-way, so the agent ends.", { cause });
      this.#parts.onBroken(fault);
      return this.#refuse([fault.message]);
    }
  }

  /** The lines about outputs that did not go safe. */
  async #change(next: Configuration, retired: ConfigDifference["changedOutputs"]): Promise<readonly string[]> {
    const { hardware, readings, outputs, alerts } = this.#parts;
    await this.#room?.end();
    const unsafe = await outputs.retire(retired);
    this.#current = next;
    readings.change(next.things);
    await hardware.change(next);
    await outputs.change(next.things, next.stopWhen);
    alerts.change(next);
    this.#room?.begin(next);
    return unsafe.map(({ path, detail }) => `! ${path} did not take its safe value: ${detail}`);
  }

  #told(lines: readonly string[]): ReloadReport {
    const { store, log } = this.#parts;
    store.audit({ kind: "reload", body: { outcome: "changed", what: lines.join("; ").slice(0, longestNote) } });
    log.info("the configuration was reloaded", { changes: lines });
    return { kind: "changed", lines };
  }

  #refuse(problems: readonly string[]): ReloadReport {
    this.#parts.store.audit({ kind: "reload", body: { outcome: "refused", problems: problems.length } });
    this.#parts.log.warn("the configuration was not reloaded, the old one holds", { problems });
    return { kind: "refused", problems };
  }

  /** A file that a new connection needs and that cannot be read would be noticed half-way. */
  #missingSecrets({ connections }: Configuration): readonly string[] {
    const files = connections
      .filter((connection) => !this.#current.connections.some((known) => sameBus(known, connection)))
      .flatMap(({ settings }) => Object.entries(settings).filter(([key]) => key.endsWith("_file")));
    return files.flatMap(([, file]) => this.#secretProblem(String(file)));
  }

  #secretProblem(file: string): readonly string[] {
    try {
      this.#parts.readSecret(file);
      return [];
    } catch (error) {
      if (error instanceof AgentFault) return [`${error.message} ${error.remedy}`];
      throw error;
    }
  }
}
