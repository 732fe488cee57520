import type { Configuration } from "../config/configuration.ts";
import type { AlertDesk } from "../control/carry-out.ts";
import type { ConditionWatch } from "../control/condition-watch.ts";
import type { AlertRule } from "../core/alert-rule.ts";
import type { Clock } from "../core/clock.ts";
import { everything } from "../core/command.ts";
import type { AffordancePath, ThingId, UserId } from "../core/ids.ts";
import type { Log } from "../core/log.ts";
import { quietIn } from "../core/quiet-hours.ts";
import type { Reading } from "../core/reading.ts";
import type { ControlStore } from "../core/store-ports.ts";
import { AlertBoard } from "../readings/alerts/alert-board.ts";
import type { Alert } from "../readings/alerts/alert-state.ts";
import { alertText } from "../talk/alert-text.ts";
import type { Texts } from "../texts/english.ts";

export interface AlertWatchParts {
  readonly configuration: Configuration;
  readonly texts: Texts;
  readonly store: ControlStore;
  readonly conditions: Pick<ConditionWatch, "follow" | "isMet">;
  readonly latest: (path: AffordancePath) => Reading | undefined;
  readonly clock: Clock;
  readonly log: Log;
}

/** What people are called for, whether or not there is a homeserver now. */
export interface AlertWatch extends Disposable {
  readonly board: Pick<AlertBoard, "standing" | "mutes" | "attach" | "look">;
  /** For commands. */
  readonly desk: AlertDesk;
  /** Something of the agent itself: told again like `alerts.repeat` says, unless it is momentary. */
  raise(alert: Pick<Alert, "key" | "text" | "isMomentary" | "except">): void;
  clear(key: string): void;
  /** The link to the homeserver came or went. */
  link(state: "up" | "lost"): void;
  /** Another configuration from now on: what stands and is asked for as before goes on standing. */
  change(configuration: Configuration): void;
}

/** Follows the conditions that people are called for, and keeps what stands over restarts. */
export function watchAlerts(parts: AlertWatchParts): AlertWatch {
  const { texts, store, clock, log } = parts;
  let { configuration } = parts;
  let isQuiet = (_at: number): boolean => false;
  const board = new AlertBoard({
    store,
    clock,
    isQuiet: (at) => isQuiet(at),
    onFault: (error) => log.error("the store did not take what is known of alerts; it is tried again", { error }),
  });
  let following = new DisposableStack();
  const change = (next: Configuration): void => {
    // The old ones go last: what is known of a condition that stays is taken over.
    using _before = following;
    following = new DisposableStack();
    configuration = next;
    const { rules, quietHours } = next.alerts;
    isQuiet = quietIn(next.timeZone, quietHours);
    const keys = new Set(rules.map(({ key }) => key));
    board.keepOnly(({ key, thing }) => thing === undefined || keys.has(key));
    for (const rule of rules) following.use(follow(rule, parts, next, board));
  };
  change(configuration);
  const mayTouch = (thing: ThingId | undefined, by: UserId): boolean => {
    const operator = configuration.operators.find(({ user }) => user === by);
    const isListed = thing !== undefined && operator?.things?.includes(thing) === true;
    return operator !== undefined && (operator.things === undefined || isListed);
  };
  let lostAt: number | undefined;
  const raiseOwn: AlertWatch["raise"] = (alert) => {
    log.warn(`alert: ${alert.text}`, { alert: alert.key });
    const { repeatMs } = configuration.alerts;
    board.raise({ ...alert, isUrgent: false, ...(repeatMs !== undefined && !alert.isMomentary && { repeatMs }) });
  };
  return {
    board,
    desk: {
      acknowledge: (of, by) =>
        board.acknowledge(({ thing }) => (of === everything || of === thing) && mayTouch(thing, by), by),
      mute: (of, ms, by) => {
        const own = configuration.operators.find(({ user }) => user === by)?.things;
        const ids = of === everything && own !== undefined ? own : [of];
        for (const id of ids) board.mute(id, ms);
        // Who lets everything ring means each Thing.
        if (of === everything && ms === 0)
          for (const id of Object.keys(board.mutes)) if (own === undefined) board.mute(id, 0);
      },
    },
    raise: raiseOwn,
    link(state) {
      const now = clock.monotonic();
      const lostMs = lostAt === undefined ? 0 : now - lostAt;
      lostAt = state === "up" ? undefined : (lostAt ?? now);
      if (state === "lost" || lostMs < configuration.alerts.linkLostMs) return;
      const text = texts.alerts.linkLost(texts.values.duration(Math.floor(lostMs / 60_000) * 60_000));
      raiseOwn({ key: "link-lost", text, isMomentary: true });
    },
    clear: (key) => board.clear(key),
    change,
    [Symbol.dispose]() {
      following.dispose();
      board[Symbol.dispose]();
    },
  };
}

function follow(rule: AlertRule, parts: AlertWatchParts, { things }: Configuration, board: AlertBoard): Disposable {
  const { conditions, texts, latest, log } = parts;
  const { key, condition, repeatMs, isUrgent } = rule;
  const isMomentary = condition.test.kind === "changes";
  const raise = (): void => {
    const thing = things.find(({ properties }) => properties.some(({ path }) => path === condition.path));
    const property = thing?.properties.find(({ path }) => path === condition.path);
    if (thing === undefined || property === undefined) return;
    const own = things.find(({ id }) => id === rule.thing)?.properties.find(({ path }) => path === rule.path);
    const isPrivate = property.private || own?.private === true;
    const text = alertText(rule, { thing, property, reading: latest(condition.path) }, texts);
    log.warn(`alert: ${isPrivate ? rule.path : text}`, { alert: rule.path });
    const repeats = repeatMs !== undefined && !isMomentary ? { repeatMs } : {};
    board.raise({ key, thing: rule.thing, text, isUrgent, isMomentary, isPrivate, ...repeats });
  };
  const turned = (isMet: boolean): void => {
    if (isMet) raise();
    else if (!isMomentary) board.clear(key);
  };
  const wasMet = board.standing.some((one) => one.key === key);
  const followed = conditions.follow(condition, turned, { wasMet });
  if (conditions.isMet(condition) && !wasMet) raise();
  return followed;
}
