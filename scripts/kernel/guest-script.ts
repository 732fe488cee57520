import { statSync } from "node:fs";
import { dirname } from "node:path";
import { guestGroups } from "./kernel-parts.ts";
import { makeChips, quote } from "./make-chips.ts";

const nobody = 65_534;

/** Whose the tests are in the guest: the checkout's owner's, or nobody's where that is root. */
export function guestUser(root: string): { readonly user: number; readonly group: number } {
  const { uid, gid } = statSync(root);
  return uid === 0 ? { user: nobody, group: nobody } : { user: uid, group: gid };
}

export interface GuestWork {
  /** The checkout. */
  readonly root: string;
  readonly node: string;
  /** Node's compile cache, as far as the host could fill it. */
  readonly compiled: string;
  /** Test files, as paths below `root`. */
  readonly files: readonly string[];
}

/**
 * What runs in the guest, on the host's own files: makes three chips, so that numbers are wrong on purpose, then runs the tests as
 * a user without any right but its groups. What only root may do, the tests have done by the loop at the end (test/kernel/as-root.ts).
 * Nothing but the network of the guest itself is there, and what it writes is gone with it.
 */
export function guestScript({ root, node, compiled, files }: GuestWork): string {
  const { user, group } = guestUser(root);
  const tests = files.map(quote).join(" ");
  return `
set -u
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/tmp TERM=dumb
export NODE_COMPILE_CACHE=${quote(compiled)} NO_COLOR=1 UNTIL_SECONDS=240
ip link set lo up 2>/dev/null
cd ${quote(root)}
echo "kernel $(uname -r) is up after $(cut -d' ' -f1 /proc/uptime) s"
# Folders on the way to the files may be closed to others; this is a layer over the host's.
let_in() { [ "$1" = / ] || { chmod a+x "$1"; let_in "$(dirname "$1")"; }; }
let_in ${quote(root)}
let_in ${quote(dirname(node))}
chmod 1777 /tmp
# What is missing in it, Node adds, to the layer.
chown ${user}:${group} ${quote(compiled)}/*/
chmod a+x /sys/kernel/tracing /sys/kernel/tracing/instances
chmod a+w /sys/bus/i2c/devices/i2c-0/new_device /sys/bus/i2c/devices/i2c-0/delete_device
stty -F /dev/ttyS1 raw -echo

# A test moves the far side of a line by itself; the near side is opened as the rules for devices say.
plug_chip() {
  echo 1 > $simulated/$1/live
  local pins=/sys/devices/platform/$(cat $simulated/$1/dev_name)/$(cat $simulated/$1/bank0/chip_name)
  chmod a+w $pins/sim_gpio*/pull
  chgrp ${guestGroups.gpio} /dev/gpiochip*
  chmod 660 /dev/gpiochip*
}
unplug_chip() { [ "$(cat $simulated/$1/live)" = 0 ] || echo 0 > $simulated/$1/live; }
remove_chip() { # folder
  unplug_chip $1
  for line in $simulated/$1/bank0/line*; do [ -d $line ] && rmdir $line; done
  rmdir $simulated/$1/bank0 $simulated/$1
}
${makeChips}
mkdir /tmp/as-root
mkfifo -m 666 /tmp/as-root/order /tmp/as-root/answer
while IFS= read -r -d '' order < /tmp/as-root/order; do
  said=$( (set -e; eval "$order") 2>&1 )
  printf '%s\\n%s' $? "$said" > /tmp/as-root/answer
done &
setpriv --reuid=${user} --regid=${group} --groups=${Object.values(guestGroups).join(",")} --no-new-privs --inh-caps=-all --bounding-set=-all \\
  ${quote(node)} --test --test-concurrency=1 --test-timeout=480000 --test-reporter=spec ${tests}
`;
}
