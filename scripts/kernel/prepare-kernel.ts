import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  copyFileSync,
  existsSync,
  globSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
} from "node:fs";
import { join } from "node:path";
import { installSystemPackages } from "../install-system-packages.ts";
import { buildModules } from "./build-modules.ts";
import { type DebianKernel, DebianPackages } from "./debian-packages.ts";
import { kernelTools } from "./kernel-parts.ts";
import { packInitramfs } from "./pack-initramfs.ts";
import { runTool } from "./run-tool.ts";

export interface GuestKernel {
  readonly image: string;
  readonly initramfs: string;
  readonly release: string;
}

/** Debian's current kernel with the modules of the guest, from the cache or made anew; else why not, as a sentence. */
export function prepareKernel(cache: string, say: (line: string) => void): GuestKernel | string {
  if (process.arch !== "x64") return "the virtual machine is made for x86-64 alone.";
  const problem = bringTools(say);
  if (problem !== undefined) return problem;
  mkdirSync(cache, { recursive: true });
  const work = mkdtempSync(join(cache, "kernel-work-"));
  try {
    const packages = new DebianPackages(work);
    const kernel = packages.kernel();
    const folder = join(cache, `kernel-${hashOf(kernel)}`);
    if (!existsSync(folder)) makeKernel(packages, kernel, work, folder, say);
    return { image: join(folder, "vmlinuz"), initramfs: join(folder, "initrd.gz"), release: kernel.release };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** Installs programs that are missing, where it may. */
function bringTools(say: (line: string) => void): string | undefined {
  const missing = (): string[] =>
    Object.keys(kernelTools).filter((tool) => spawnSync(tool, ["--version"], { stdio: "ignore" }).error !== undefined);
  const tools = missing();
  if (tools.length === 0) return undefined;
  const packages = tools.map((tool) => kernelTools[tool] ?? tool);
  const failure = installSystemPackages(packages, say);
  if (missing().length === 0) return undefined;
  const reason = failure ?? "not found after installing";
  return `${missing().join(", ")} cannot be had (${reason}); run \`apt-get install ${packages.join(" ")}\` as root.`;
}

/** Of the kernel's version and of all that makes the guest. */
function hashOf({ release }: DebianKernel): string {
  const hash = createHash("sha256").update(release);
  for (const file of globSync(join(import.meta.dirname, "*.ts")).sort()) {
    if (/(build-modules|kernel-parts|device-rules|find-modules|pack-initramfs|prepare-kernel)\.ts$/.test(file)) {
      hash.update(readFileSync(file));
    }
  }
  return hash.digest("hex").slice(0, 12);
}

function makeKernel(
  packages: DebianPackages,
  kernel: DebianKernel,
  work: string,
  folder: string,
  say: (line: string) => void,
): void {
  const { release, series } = kernel;
  say(`making the guest of Debian's kernel ${release} (some 230 MB are downloaded) ...`);
  const begin = performance.now();
  const [debs, tree, built] = [join(work, "debs"), join(work, "tree"), join(work, "built")];
  for (const made of [tree, built]) mkdirSync(made);
  const abi = release.replace(/-amd64$/, "");
  packages.download(
    [
      `linux-image-${release}`,
      `linux-headers-${release}`,
      `linux-headers-${abi}-common`,
      `linux-kbuild-${series}`,
      `linux-source-${series}`,
      "busybox-static",
    ],
    debs,
  );
  for (const deb of globSync(join(debs, "*.deb"))) runTool("dpkg-deb", ["-x", deb, tree], work);
  buildModules(tree, kernel, built);
  const modules = join(tree, "lib/modules", release);
  mkdirSync(join(modules, "extra"));
  for (const name of ["gpio-sim.ko", "irq_sim.ko"]) linkSync(join(built, name), join(modules, "extra", name));
  const busybox = [join(tree, "bin/busybox"), join(tree, "usr/bin/busybox")].find((file) => existsSync(file)) ?? "";
  runTool(busybox, ["depmod", "-b", tree, release], work);
  const done = join(work, "done");
  mkdirSync(done);
  packInitramfs({ modules, busybox, folder: done });
  rmSync(join(done, "root"), { recursive: true });
  copyFileSync(join(tree, `boot/vmlinuz-${release}`), join(done, "vmlinuz"));
  renameSync(done, folder);
  say(`the guest is made after ${((performance.now() - begin) / 1000).toFixed(1)} s and kept in .cache.`);
}
