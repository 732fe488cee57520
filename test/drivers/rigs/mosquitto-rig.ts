import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import type { DriverRig } from "../../contract/driver-rig.ts";
import { freePort } from "../../fakes/free-port.ts";
import { SomeMemory } from "../../fakes/some-memory.ts";
import { until } from "../../fakes/until.ts";
import { mqttFarSide } from "./mqtt-far-side.ts";

/** Where Mosquitto is, undefined where it is not installed. */
export const mosquittoPath: string | undefined = [...(process.env.PATH ?? "").split(delimiter), "/usr/sbin"]
  .map((folder) => join(folder, "mosquitto"))
  .find((file) => existsSync(file));

export interface Mosquitto extends AsyncDisposable {
  readonly url: string;
  readonly folder: string;
  start(): Promise<void>;
  /** SIGTERM lets it save what it keeps, where it was told to. */
  stop(signal?: "SIGKILL" | "SIGTERM"): Promise<void>;
  /** The process lives on and does nothing. */
  freeze(): void;
}

/** A real Mosquitto on a free port; `lines` makes more of its configuration, in its own folder. */
export async function startMosquitto(
  lines: (folder: string) => readonly string[] = () => ["allow_anonymous true", "persistence false"],
): Promise<Mosquitto> {
  const folder = mkdtempSync(join(tmpdir(), "mosquitto-rig-"));
  const port = await freePort();
  const file = join(folder, "mosquitto.conf");
  writeFileSync(file, [`listener ${port} 127.0.0.1`, ...lines(folder), ""].join("\n"));
  let child: ChildProcess | undefined;
  async function start(): Promise<void> {
    child = spawn(mosquittoPath ?? "mosquitto", ["-c", file], { stdio: "ignore" });
    process.once("exit", stopAtExit);
    await until("Mosquitto listens", () => listens(port));
  }
  async function stop(signal: "SIGKILL" | "SIGTERM" = "SIGKILL"): Promise<void> {
    if (child === undefined) return;
    const ended = once(child, "exit");
    child.kill(signal);
    await ended;
    child = undefined;
    process.off("exit", stopAtExit);
  }
  function stopAtExit(): void {
    child?.kill("SIGKILL");
  }
  await start();
  return {
    url: `mqtt://127.0.0.1:${port}`,
    folder,
    start,
    stop,
    freeze: () => void child?.kill("SIGSTOP"),
    async [Symbol.asyncDispose]() {
      await stop();
      rmSync(folder, { recursive: true });
    },
  };
}

/** A Mosquitto that saves what it keeps for its sessions when it is stopped by SIGTERM. */
export function startSavingMosquitto(): Promise<Mosquitto> {
  return startMosquitto((folder) => {
    chmodSync(folder, 0o777);
    return ["allow_anonymous true", "persistence true", `persistence_location ${folder}/`];
  });
}

/** `isKept`: with a session that the broker keeps. */
export async function mosquittoRig(isKept = false): Promise<DriverRig> {
  const mosquitto = await startMosquitto();
  let farSide = await mqttFarSide(mosquitto.url, "out");
  let before: readonly string[] = [];
  return {
    connection: { url: mosquitto.url },
    ...(isKept && { memory: new SomeMemory() }),
    from: { topic: "in", match: "^v (?<v>.+)$" },
    to: { topic: "out", payload: "{value}" },
    tooMuch: "1",
    say: (text) => farSide.publish("in", `v ${text}`),
    sayGarbage: () => farSide.publish("in", "never seen"),
    async lose() {
      before = farSide.received;
      await farSide[Symbol.asyncDispose]();
      await mosquitto.stop();
    },
    async restore() {
      await mosquitto.start();
      farSide = await mqttFarSide(mosquitto.url, "out");
    },
    stall: async () => mosquitto.freeze(),
    received: () => [...before, ...farSide.received],
    async [Symbol.asyncDispose]() {
      await farSide[Symbol.asyncDispose]();
      await mosquitto[Symbol.asyncDispose]();
    },
  };
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => resolve(true));
    socket.once("error", () => resolve(false));
    socket.once("connect", () => socket.destroy());
  });
}
