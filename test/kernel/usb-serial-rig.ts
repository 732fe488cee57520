import { accessSync, constants } from "node:fs";
import type { DriverRig } from "../contract/driver-rig.ts";
import { until } from "../fakes/until.ts";
import { usbCableEnd } from "./usb-cable-end.ts";

/** The adapter that QEMU has: its vendor, product and serial number. */
export const adapter = "0403:6001:RW0042";
/** As udev names it. */
export const adapterPath = "/dev/serial/by-id/usb-QEMU_QEMU_USB_SERIAL_RW0042-if00-port0";

/** A station behind the USB serial adapter, which is really plugged in and pulled. */
export async function usbSerialRig(port: { readonly usb: string } | { readonly path: string }): Promise<DriverRig> {
  const cable = usbCableEnd();
  await cable.plug();
  // A node of /dev is root's until the rule for it was read.
  await until("the port may be opened", () => mayOpen(adapterPath));
  return {
    connection: { ...port, baud_rate: 9600 },
    from: { match: "^V=(?<v>\\S+)$", group: "v" },
    to: { payload: "{value}\n" },
    say: (text) => cable.say(Buffer.from(`V=${text}\r\n`)),
    sayGarbage: () => cable.say(Uint8Array.of(0xff, 0xfe, 0x00, 0x41, 0x0a)),
    lose: () => cable.unplug(),
    restore: () => cable.plug(),
    received: () => cable.heard,
    async [Symbol.asyncDispose]() {
      await cable.unplug();
      cable[Symbol.dispose]();
    },
  };
}

function mayOpen(path: string): boolean {
  try {
    accessSync(path, constants.R_OK | constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
