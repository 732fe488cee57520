import { lstat, statfs } from "node:fs/promises";
import { loadavg, uptime } from "node:os";
import { dirname, join } from "node:path";
import type { Clock } from "../core/clock.ts";
import type {
  KernelClass,
  KernelDevice,
  KernelFailure,
  KernelFiles,
  KernelSpace,
  KernelText,
} from "../core/kernel-files.ts";
import { BusTurns, type LateTurn } from "./bus-turns.ts";
import { leaveHungReads } from "./leave-hung-reads.ts";
import { listKernelDevices } from "./list-kernel-devices.ts";
import { kernelFailure, readKernelFile } from "./read-kernel-file.ts";

/** Reads of devices that may be under way at once, and reads of what the kernel has in memory: together fewer than libuv's four threads. */
const mostOnBuses = 2;
const mostInMemory = 1;

/** Answers what `KernelFiles` asks, from the directories below `root`. */
export class KernelReader {
  readonly #root: string;
  readonly #buses: BusTurns;
  readonly #memory: BusTurns;
  readonly #looks = new Map<KernelClass, Promise<readonly KernelDevice[]>>();
  #lastLook: Promise<unknown> = Promise.resolve();

  constructor(clock: Clock, root: string) {
    this.#root = root;
    this.#buses = new BusTurns(clock, mostOnBuses, leaveHungReads);
    this.#memory = new BusTurns(clock, mostInMemory, leaveHungReads);
  }

  /** Who asks while it is looked gets the same answer; one look at a time. */
  list(of: KernelClass): ReturnType<KernelFiles["list"]> {
    const known = this.#looks.get(of);
    if (known !== undefined) return known;
    const look = this.#lastLook.then(() => listKernelDevices(this.#root, of)).finally(() => this.#looks.delete(of));
    this.#looks.set(of, look);
    this.#lastLook = look.catch(() => undefined);
    return look;
  }

  async read(
    device: KernelDevice,
    files: readonly string[],
    within: number,
    signal: AbortSignal,
  ): Promise<readonly KernelText[]> {
    const turns = device.of === "network" ? this.#memory : this.#buses;
    const outcome = await turns.run(device.bus, within, signal, async (isWanted) => {
      const texts: KernelText[] = [];
      for (const file of files) {
        if (!isWanted() || texts.at(-1)?.kind === "failure") break;
        texts.push(await readKernelFile(join(device.path, file)));
      }
      return texts;
    });
    return "late" in outcome ? [silent(outcome)] : outcome;
  }

  /** A sandbox may hide the files; what the C library knows without them is told all the same (sysinfo(2)). */
  async readProc(name: "loadavg" | "meminfo" | "uptime", within: number, signal: AbortSignal): Promise<KernelText> {
    const file = join(this.#root, "proc", name);
    const outcome = await this.#memory.run("proc", within, signal, () => readKernelFile(file));
    if ("late" in outcome) return silent(outcome);
    if (outcome.kind === "text" || outcome.why !== "gone" || this.#root !== "/") return outcome;
    if (name === "loadavg")
      return {
        kind: "text",
        text: loadavg()
          .map((load) => load.toFixed(2))
          .join(" "),
      };
    if (name === "uptime") return { kind: "text", text: uptime().toFixed(2) };
    const detail = "/proc/meminfo is hidden from this service (ProcSubset=pid)";
    return { kind: "failure", why: "refused", detail };
  }

  async space(mount: string, within: number, signal: AbortSignal): Promise<KernelSpace | KernelFailure> {
    const path = join(this.#root, mount);
    const outcome = await this.#buses.run(`the disk at ${mount}`, within, signal, () => askSpace(path, mount));
    return "late" in outcome ? silent(outcome) : outcome;
  }
}

/** A directory on which nothing is mounted would give the numbers of the disk that it lies on. */
async function askSpace(path: string, mount: string): Promise<KernelSpace | KernelFailure> {
  try {
    const [own, above] = await Promise.all([lstat(path), lstat(dirname(path))]);
    if (own.dev === above.dev && own.ino !== above.ino) {
      return { kind: "failure", why: "gone", detail: `nothing is mounted at ${mount}` };
    }
    const { blocks, bavail, bsize } = await statfs(path, { bigint: true });
    return { total: blocks * bsize, free: bavail * bsize };
  } catch (error) {
    return kernelFailure(error, mount);
  }
}

const silent = ({ late }: LateTurn): KernelFailure => ({ kind: "failure", why: "silent", detail: late });
