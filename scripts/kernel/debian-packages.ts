import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { runTool } from "./run-tool.ts";

/** The kernel that Debian calls the newest one of this release: `6.1.0-56-amd64`. */
export interface DebianKernel {
  readonly release: string;
  /** `6.1`, as the packages of its sources are named. */
  readonly series: string;
}

/** A mirror that is slow or stumbles is asked again. */
const patience = ["-o", "Acquire::Retries=3", "-o", "Acquire::http::Timeout=60"];

/** Debian's packages, by the system's own lists or, for a user without any, by lists of this folder's own. */
export class DebianPackages {
  readonly #folder: string;
  #options: readonly string[] = [];

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Which kernel is current. */
  kernel(): DebianKernel {
    let release = this.#release();
    if (release === undefined) {
      this.#update();
      release = this.#release();
    }
    const series = /^\d+\.\d+/.exec(release ?? "")?.[0];
    if (release === undefined || series === undefined) throw new Error("apt knows no package linux-image-amd64");
    return { release, series };
  }

  /** Brings these packages as files into the folder `to`; with new lists if the old ones name what is there no more. */
  download(names: readonly string[], to: string): void {
    mkdirSync(to, { recursive: true });
    try {
      this.#fetch(names, to);
    } catch {
      this.#update();
      try {
        this.#fetch(names, to);
      } catch (cause) {
        const reason = cause instanceof Error ? cause.message : String(cause);
        throw new Error(`Debian's packages cannot be had from its mirror; try again when it answers. ${reason}`, {
          cause,
        });
      }
    }
  }

  #fetch(names: readonly string[], to: string): void {
    runTool("apt-get", ["-qq", ...patience, ...this.#options, "download", ...names], to);
  }

  #release(): string | undefined {
    const told = runTool("apt-cache", [...this.#options, "depends", "linux-image-amd64"], this.#folder);
    return /Depends: linux-image-(\d\S*)/.exec(told)?.[1];
  }

  #update(): void {
    const [lists, cache] = [join(this.#folder, "apt/lists"), join(this.#folder, "apt/cache")];
    for (const folder of [lists, cache]) mkdirSync(join(folder, "partial"), { recursive: true });
    mkdirSync(join(cache, "archives/partial"), { recursive: true });
    this.#options = ["-o", `Dir::State::lists=${lists}`, "-o", `Dir::Cache=${cache}`];
    runTool("apt-get", ["-qq", ...patience, ...this.#options, "update"], this.#folder);
  }
}
