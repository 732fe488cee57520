import { guestGroups } from "../../scripts/kernel/kernel-parts.ts";
import { asRoot } from "./as-root.ts";

/** Gives /sys/class/gpio to the group gpio, and each new line a moment after it was exported, as the udev rule in docs/hardware.md does. */
export function giveSysfsToGroup(): Disposable {
  const stay = "/tmp/as-root/giving";
  const give = `chgrp ${guestGroups.gpio} "$file" && chmod g+w "$file"`;
  asRoot(`
cd /sys/class/gpio
for file in export unexport; do ${give}; done
touch ${stay}
while [ -e ${stay} ]; do
  for file in gpio[0-9]*/value gpio[0-9]*/direction gpio[0-9]*/edge; do
    [ ! -e "$file" ] || [ -w "$file" -a "$(stat -c %g "$file")" = ${guestGroups.gpio} ] || { ${give}; }
  done
  sleep 0.02
done > /dev/null 2>&1 &`);
  return { [Symbol.dispose]: () => asRoot(`rm -f ${stay}`) };
}
