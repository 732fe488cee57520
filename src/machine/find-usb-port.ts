import { readdir, readFile, realpath } from "node:fs/promises";
import { dirname, join } from "node:path";

/** Where the system says what is there; a test makes its own. */
export interface UsbPlaces {
  readonly sysfs: string;
  readonly devices: string;
}

const systemPlaces: UsbPlaces = { sysfs: "/sys/class/tty", devices: "/dev" };

export interface UsbPort {
  readonly path: string;
  /** `vendor:product:serial`, or `vendor:product` of an adapter without a serial number. */
  readonly id: string;
}

/** What is there instead, without a full stop, and what to do about it. */
export interface NoUsbPort {
  readonly problem: string;
  readonly remedy: string;
}

/**
 * The serial port of a USB adapter, by `vendor:product` or `vendor:product:serial`. Reads sysfs alone: other ways start
 * udevadm.
 */
export async function findUsbPort(
  wanted: string,
  places: UsbPlaces = systemPlaces,
): Promise<{ readonly path: string } | NoUsbPort> {
  const ports = await listUsbPorts(places);
  const fits = ports.filter(({ id }) => isSame(id, wanted));
  const [first] = fits;
  if (first !== undefined && fits.length === 1) return { path: first.path };
  const listed = (some: readonly UsbPort[]): string => some.map(({ path, id }) => `${path} (${id})`).join(", ");
  if (first !== undefined) {
    return {
      problem: `${fits.length} ports are ${wanted}: ${listed(fits)}`,
      remedy: "add the serial number to `usb`, or use `path` with /dev/serial/by-path",
    };
  }
  const there = ports.length === 0 ? "there is no USB port" : `there is ${listed(ports)}`;
  return { problem: `no port is ${wanted}; ${there}`, remedy: "check the cable and `usb`" };
}

/** Every serial port that hangs on USB, by its path. */
export async function listUsbPorts({ sysfs, devices }: UsbPlaces = systemPlaces): Promise<readonly UsbPort[]> {
  const names = await readdir(sysfs).catch(() => []);
  const found = await Promise.all(
    names.sort().map(async (name) => {
      const id = await usbId(join(sysfs, name, "device"));
      return id === undefined ? [] : [{ path: join(devices, name), id }];
    }),
  );
  return found.flat();
}

/** From the interface up to the USB device: at most so many folders. */
const mostFoldersUp = 4;

async function usbId(device: string): Promise<string | undefined> {
  let folder = await realpath(device).catch(() => undefined);
  for (let up = 0; folder !== undefined && up < mostFoldersUp; up++) {
    const vendor = await attribute(folder, "idVendor");
    const product = await attribute(folder, "idProduct");
    if (vendor !== undefined && product !== undefined) {
      const serial = await attribute(folder, "serial");
      return [vendor, product, ...(serial === undefined ? [] : [serial])].join(":");
    }
    folder = dirname(folder);
  }
  return undefined;
}

async function attribute(folder: string, name: string): Promise<string | undefined> {
  const text = await readFile(join(folder, name), "utf8").catch(() => "");
  return text.trim() === "" ? undefined : text.trim();
}

/** Vendor and product in any case; a serial number exactly, where one is wanted. */
function isSame(id: string, wanted: string): boolean {
  const [vendor, product, ...serial] = id.split(":");
  const [wantedVendor = "", wantedProduct = "", ...wantedSerial] = wanted.split(":");
  const same = vendor === wantedVendor.toLowerCase() && product === wantedProduct.toLowerCase();
  return same && (wantedSerial.length === 0 || serial.join(":") === wantedSerial.join(":"));
}
