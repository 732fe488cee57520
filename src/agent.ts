import type { Configuration } from "./config/configuration.ts";
import type { ReadConfig } from "./config/read-config.ts";
import type { BootClock } from "./core/boot-clock.ts";
import type { Chance } from "./core/chance.ts";
import type { Clock } from "./core/clock.ts";
import type { Machine } from "./core/machine.ts";
import { driverTable } from "./drivers/driver-table.ts";
import type { OpenLog } from "./machine/open-log.ts";
import type { Systemd } from "./machine/systemd.ts";
import type { EventRate } from "./outbox/learnt-rate.ts";
import { openBallast } from "./store/ballast.ts";
import { openControlFile } from "./store/control-file.ts";
import { openReadingFile } from "./store/reading-file.ts";
import { adoptDevices } from "./wiring/adopt-devices.ts";
import { answerReload } from "./wiring/answer-reload.ts";
import { auditRun } from "./wiring/audit-run.ts";
import { breathe } from "./wiring/breathe.ts";
import { feedWatchdog } from "./wiring/feed-watchdog.ts";
import { loadTexts } from "./wiring/load-texts.ts";
import { measuringClock } from "./wiring/measuring-clock.ts";
import { openDevice } from "./wiring/open-device.ts";
import { openOperation } from "./wiring/operation.ts";
import { readAdopted } from "./wiring/read-adopted.ts";
import { readSecret } from "./wiring/read-secret.ts";
import { Reload } from "./wiring/reload.ts";
import { type RunEnd, runEnd } from "./wiring/run-end.ts";
import { sayHowFullTheDiskIs } from "./wiring/say-how-full-the-disk-is.ts";
import { sayHowKeepingGoes } from "./wiring/say-how-keeping-goes.ts";
import { serveRoom } from "./wiring/serve-room.ts";
import { StoreWatch } from "./wiring/store-watch.ts";
import { newestSeen, trustClock } from "./wiring/trust-clock.ts";
import { type WipeOrder, wipeOrder } from "./wiring/wipe-order.ts";
import { writeWhenBack } from "./wiring/write-when-back.ts";

export interface AgentParts {
  readonly configuration: Configuration;
  readonly machine: Machine;
  readonly clock: Clock;
  readonly chance: Chance;
  readonly boot: BootClock;
  readonly log: OpenLog;
  readonly systemd: Systemd;
  readonly version: string;
  /** Reads the configuration's file anew. */
  readonly readConfiguration: () => ReadConfig;
  /** Calls back at every SIGHUP, until disposed. */
  readonly onHangUp: (run: () => void) => Disposable;
  /** What the homeserver is believed to grant at first; default: an untouched Synapse's. */
  readonly rate?: EventRate;
}

/**
 * The agent from start to stop. First the hardware, which works without any homeserver: stores, buses, outputs made safe,
 * readings into the log. Then the room, over what is there. Closed in reverse, outputs safe before anything else is let go.
 * Resolves after `stop`; throws the AgentFault that left nothing to go on with.
 */
export async function agent(parts: AgentParts, stop: AbortSignal): Promise<void> {
  const end = runEnd(stop);
  const wipe = wipeOrder({ ...parts, end });
  // Closed last: who asks to wipe is answered when everything else is closed and erased.
  await using door = new AsyncDisposableStack();
  try {
    await live(parts, end, wipe, door);
  } finally {
    using _ = feedWatchdog(parts.systemd, parts.clock, () => true);
    await wipe.carryOut();
  }
}

async function live(asked: AgentParts, end: RunEnd, wipe: WipeOrder, door: AsyncDisposableStack): Promise<void> {
  const parts = withKept(asked);
  const { configuration, log, systemd } = parts;
  const { stateDirectory, storage, things } = configuration;
  await using opened = new AsyncDisposableStack();

  const ballast = opened.use(openBallast(stateDirectory, { clock: parts.clock, ...sayHowFullTheDiskIs(log) }));
  const { giveUpRoom } = ballast;
  const stores = new StoreWatch(parts);
  const control = openControlFile(stateDirectory, parts.clock, { giveUpRoom, onUnwritable: stores.fail });
  const store = opened.use(writeWhenBack(control, parts.clock, log));
  const trusted = opened.use(trustClock({ ...parts, store }));
  const readingLog = opened.use(
    openReadingFile(stateDirectory, {
      durabilityMs: storage.durability,
      keep: storage.keep,
      clock: trusted,
      mayTakeRoom: ballast.isKept,
      ...sayHowKeepingGoes(log, control.tryWrite),
    }),
  );

  const measuring = { clock: trusted, boot: parts.boot, times: readingLog, notBefore: newestSeen(store), log };
  const { clock, stampOf } = opened.use(measuringClock(measuring));
  opened.use(auditRun(store, parts.version, end, log));
  const operation = door.use(await openOperation({ stateDirectory, clock, log }));

  opened.use(operation.offer("wipe", (call) => wipe.answer(control, call)));
  opened.use(
    operation.offer("audit", async (call) => {
      const { answerAudit } = await import("./wiring/answer-audit.ts");
      return await answerAudit(store.auditChain, clock, call);
    }),
  );

  const deviceParts = {
    ...parts,
    clock,
    drivers: driverTable,
    readSecret: readSecret(log),
    store,
    readingLog,
    stampOf,
    texts: await loadTexts(configuration.language),
  };
  const device = opened.use(await openDevice(deviceParts));
  const { hardware, outputs, readings, alerts } = device;
  const reload = new Reload({ ...deviceParts, hardware, outputs, readings, alerts, onBroken: end.fail });
  opened.use(operation.offer("reload", answerReload(reload)));
  opened.use(
    operation.offer("forget", async (call) => {
      const { answerForget } = await import("./wiring/answer-forget.ts");
      return await answerForget(reload)(call);
    }),
  );
  opened.use(parts.onHangUp(() => void reload.reload()));
  opened.use(adoptDevices({ ...deviceParts, reload, breathe }));
  opened.use(feedWatchdog(systemd, clock, () => store.postsWaiting() >= 0));
  systemd.ready();
  log.info("hardware is open", { things: things.length, down: hardware.down() });

  const roomParts = { ...deviceParts, stores, operation, reload, giveUpRoom, hardware, outputs, readings, alerts };
  await serveRoom(roomParts, end, device.onChange);
  // A stop that is announced must be over in TimeoutStopSec; erasing may take longer.
  if (!wipe.isTaken()) systemd.stopping();
  log.info("stopping");
}

/** With the Things that earlier runs adopted, also after each reload. */
function withKept(parts: AgentParts): AgentParts {
  const readConfiguration = (): ReadConfig => {
    const read = parts.readConfiguration();
    return read.ok ? { ...read, configuration: readAdopted(read.configuration) } : read;
  };
  return { ...parts, configuration: readAdopted(parts.configuration), readConfiguration };
}
