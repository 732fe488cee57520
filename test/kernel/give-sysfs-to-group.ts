import { guestGroups } from "../../scripts/kernel/kernel-parts.ts";
import { asRoot } from "./as-root.ts";

/** Gives /sys/class/gpio to the group gpio, and each new line a moment after it was exported, as the udev rule in docs/hardware.md does. */
export function giveSysfsToGroup(): Disposable {
  const stay = "/tmp/as-root/giving";
  // Built-in words of the shell where nothing is to be done: a program that is started takes long in the emulated machine.
  asRoot(`
cd /sys/class/gpio
chmod g+w export unexport
chgrp ${guestGroups.gpio} export unexport
touch ${stay}
while [ -e ${stay} ]; do
  for line in gpio[0-9]*; do
    [ -G $line/value ] && chmod g+w $line/value $line/direction $line/edge && chgrp ${guestGroups.gpio} $line/value $line/direction $line/edge
  done
  sleep 0.05
done > /dev/null 2>&1 &`);
  return { [Symbol.dispose]: () => asRoot(`rm -f ${stay}`) };
}
