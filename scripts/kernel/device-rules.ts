import { guestGroups } from "./kernel-parts.ts";

const { dialout, gpio, i2c } = guestGroups;

/** busybox's mdev in the place of udev: who may open what (mdev.conf), as `systemd/udev/` and Debian's own rules say it. */
export const deviceRules = `(null|zero|full|random|urandom|tty|ptmx) 0:0 666
gpiochip[0-9]+ 0:${gpio} 660
i2c-[0-9]+ 0:${i2c} 660
ttyS[0-9]+ 0:${dialout} 660
ttyUSB[0-9]+ 0:${dialout} 660 *name-port
`;

/** Names a USB port in /dev/serial/by-id as udev would, and takes the name away with it. */
export const namePortScript = `#!/bin/sh
mkdir -p /dev/serial/by-id
if [ "$ACTION" = remove ]; then
  for name in /dev/serial/by-id/*; do [ -e "$name" ] || rm -f "$name"; done
  exit
fi
device=/sys/class/tty/$MDEV/device/../..
said() { tr ' ' _ < $device/$1; }
ln -sf ../../$MDEV "/dev/serial/by-id/usb-$(said manufacturer)_$(said product)_$(said serial)-if00-port0"
`;
