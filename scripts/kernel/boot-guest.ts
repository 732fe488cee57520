import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { GuestKernel } from "./prepare-kernel.ts";
import { usbCable } from "./usb-cable.ts";

/** ms until a guest that says nothing more of its end is given up: twice what it takes on a slow machine. */
const longestRun = 25 * 60_000;

export interface GuestOrder {
  /** How it is run (pack-initramfs.ts): `guest`, on the host's own files, or `system`, as the first process, to start another system. */
  readonly as: "guest" | "system";
  /** A text of shell that ends with `GUEST-EXIT` and a code on the console. */
  readonly script: string;
}

/**
 * Boots the guest, prints what it says, and resolves to its exit code. Emulated, never with /dev/kvm: where that is there and half
 * works, a guest hangs without a word.
 */
export async function bootGuest(kernel: GuestKernel, order: GuestOrder, say: (line: string) => void): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), "roomwire-kernel-"));
  const script = join(folder, "guest.sh");
  const [plug, wire] = [join(folder, "plug.sock"), join(folder, "wire.sock")];
  writeFileSync(script, order.script);
  const machine = spawn("qemu-system-x86_64", qemuArguments(kernel, order, script, plug, wire), {
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ended = once(machine, "exit");
  const limit = setTimeout(() => {
    say(`the guest was given up after ${longestRun / 60_000} minutes.`);
    machine.kill("SIGKILL");
  }, longestRun);
  let code = 1;
  try {
    using _cable = usbCable(plug, wire);
    createInterface({ input: machine.stderr }).on("line", say);
    for await (const raw of createInterface({ input: machine.stdout })) {
      const line = raw.replace(/\r$/, "");
      const exit = /^GUEST-EXIT (\d+)$/.exec(line)?.[1];
      if (exit !== undefined) code = Number(exit);
      else console.log(line);
    }
    await ended;
    return code;
  } finally {
    clearTimeout(limit);
    machine.kill("SIGKILL");
    rmSync(folder, { recursive: true, force: true });
  }
}

function qemuArguments(
  { image, initramfs }: GuestKernel,
  order: GuestOrder,
  script: string,
  plug: string,
  wire: string,
): string[] {
  // quiet: messages of the kernel on the console would cut through the lines of the tests.
  const line = `console=ttyS0 quiet loglevel=1 panic=-1 mitigations=off ${order.as}=${script}`;
  return [
    // One processor: with two, Node ended once in its compiler (V8: "it->second.Size() > offset").
    ...["-M", "q35", "-accel", "tcg,thread=multi", "-cpu", "max", "-smp", "1", "-m", "1024"],
    ...["-nodefaults", "-no-user-config", "-nographic", "-no-reboot", "-serial", "stdio"],
    ...["-chardev", `socket,id=plug,path=${plug},server=on,wait=off`, "-serial", "chardev:plug"],
    ...["-device", "qemu-xhci", "-chardev", `socket,id=wire,path=${wire},server=on,wait=off`],
    ...["-device", "usb-serial,chardev=wire,serial=RW0042"],
    ...["-kernel", image, "-initrd", initramfs, "-append", line],
    ...["-fsdev", "local,id=host,path=/,security_model=none,readonly=on,multidevs=remap"],
    ...["-device", "virtio-9p-pci,fsdev=host,mount_tag=host"],
  ];
}
