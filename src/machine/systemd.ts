import { type UnixDatagram, unixDatagram } from "./unix-datagram.ts";

/** What a service tells its manager (sd_notify(3)). Does nothing where no manager asked for it. */
export interface Systemd extends Disposable {
  ready(): void;
  stopping(): void;
  /** One line for `systemctl status`. */
  status(text: string): void;
  /** To be called by a working main loop only, at least every `watchdogInterval()`. */
  alive(): void;
  /** ms between signs of life: half of what the manager allows; undefined where it does not watch. */
  watchdogInterval(): number | undefined;
}

export interface NotifyEnvironment {
  readonly NOTIFY_SOCKET?: string | undefined;
  readonly WATCHDOG_USEC?: string | undefined;
  readonly WATCHDOG_PID?: string | undefined;
}

/** Loads nothing and opens nothing unless `NOTIFY_SOCKET` is set. */
export function systemd(environment: NotifyEnvironment, pid: number): Systemd {
  const address = environment.NOTIFY_SOCKET;
  let socket: UnixDatagram | undefined;
  const tell = (state: string): void => {
    if (!address) return;
    socket ??= unixDatagram(address);
    socket.send(state);
  };
  return {
    ready: () => tell("READY=1"),
    stopping: () => tell("STOPPING=1"),
    status: (text) => tell(`STATUS=${text.replaceAll("\n", " ")}`),
    alive: () => tell("WATCHDOG=1"),
    watchdogInterval: () => halfOfWatchdog(environment, pid),
    [Symbol.dispose]: () => {
      socket?.[Symbol.dispose]();
      socket = undefined;
    },
  };
}

/** sd_watchdog_enabled(3): µs, meant for this process unless `WATCHDOG_PID` names another. */
function halfOfWatchdog(environment: NotifyEnvironment, pid: number): number | undefined {
  const micros = Number(environment.WATCHDOG_USEC);
  const isForUs = !environment.WATCHDOG_PID || Number(environment.WATCHDOG_PID) === pid;
  return isForUs && Number.isSafeInteger(micros) && micros > 0 ? Math.max(1, Math.floor(micros / 2000)) : undefined;
}
