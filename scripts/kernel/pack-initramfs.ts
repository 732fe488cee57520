import { copyFileSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { deviceRules, namePortScript } from "./device-rules.ts";
import { findModules } from "./find-modules.ts";
import { guestModules } from "./kernel-parts.ts";
import { runTool } from "./run-tool.ts";

export interface InitramfsParts {
  /** The folder lib/modules/RELEASE with the built ones in it. */
  readonly modules: string;
  readonly busybox: string;
  /** Where it is made. */
  readonly folder: string;
}

const applets = [
  ...["sh", "mount", "mkdir", "chroot", "echo", "cat", "insmod", "sleep", "sync"],
  ...["mdev", "rm", "ln", "tr"],
];

/**
 * Packs what the guest starts from: busybox, the modules, and a script that mounts the host's own files, read-only with a layer
 * in memory over them, and runs the script named on the kernel's command line in there. One that is named as `system=` is run in
 * its place as soon as the host's files are at /lower, and has to start a system. Writes `initrd.gz`.
 */
export function packInitramfs({ modules, busybox, folder }: InitramfsParts): void {
  for (const name of ["bin", "dev", "etc", "proc", "sys", "lower", "layer", "new", "modules"]) {
    mkdirSync(join(folder, "root", name), { recursive: true });
  }
  const at = (...names: string[]): string => join(folder, "root", ...names);
  copyFileSync(busybox, at("bin/busybox"));
  for (const applet of applets) symlinkSync("busybox", at("bin", applet));
  const files = findModules(readFileSync(join(modules, "modules.dep"), "utf8"), guestModules);
  const names = files.map((file, place) => `${String(place).padStart(2, "0")}-${basename(file)}`);
  for (const [place, file] of files.entries()) copyFileSync(join(modules, file), at("modules", names[place] ?? ""));
  writeFileSync(at("etc/mdev.conf"), deviceRules);
  writeFileSync(at("bin/name-port"), namePortScript, { mode: 0o755 });
  writeFileSync(at("init"), initScript(names), { mode: 0o755 });
  runTool("sh", ["-c", `find . | ${busybox} cpio -o -H newc 2>/dev/null | gzip -1 > ../initrd.gz`], at());
}

function initScript(modules: readonly string[]): string {
  return `#!/bin/sh
export PATH=/bin
mount -t proc proc /proc
mount -t sysfs sys /sys
mount -t devtmpfs dev /dev
for module in ${modules.join(" ")}; do
  case $module in *i2c-stub*) insmod /modules/$module chip_addr=0x48,0x76 ;; *) insmod /modules/$module ;; esac
done
mount -t 9p -o trans=virtio,version=9p2000.L,msize=1048576,ro,cache=loose host /lower
for word in $(cat /proc/cmdline); do
  case $word in system=*) exec sh /lower\${word#system=} ;; esac
done
mdev -d
mdev -s
mount -t tmpfs layer /layer
mkdir -p /layer/upper /layer/work
mount -t overlay -o lowerdir=/lower,upperdir=/layer/upper,workdir=/layer/work root /new
for kind in dev:devtmpfs proc:proc sys:sysfs; do mount -t \${kind#*:} x /new/\${kind%:*}; done
mount -t configfs config /new/sys/kernel/config
mount -t tracefs trace /new/sys/kernel/tracing
for word in $(cat /proc/cmdline); do
  case $word in guest=*) chroot /new /bin/bash \${word#guest=}; echo "GUEST-EXIT $?" ;; esac
done
sync
echo o > /proc/sysrq-trigger
sleep 60
`;
}
