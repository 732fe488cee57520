/** Debian's kernel modules that the guest loads, in this order; what they need is added. */
export const guestModules: readonly string[] = [
  ...["virtio_pci", "9pnet_virtio", "9p", "overlay", "configfs"],
  ...["irq_sim", "gpio-sim"],
  ...["i2c-stub", "i2c-dev", "lm75", "bmp280-i2c"],
  ...["xhci-pci", "ftdi_sio"],
];

/** Kernel sources that Debian ships and does not build. They are fetched and built here, and never part of Roomwire. */
export const builtSources: readonly string[] = [
  "drivers/gpio/gpio-sim.c",
  "drivers/gpio/gpiolib.h",
  "kernel/irq/irq_sim.c",
];

/** Programs that building and booting need, and the packages that bring them. */
export const kernelTools: Readonly<Record<string, string>> = {
  "qemu-system-x86_64": "qemu-system-x86",
  gcc: "gcc",
  make: "make",
  xz: "xz-utils",
  tar: "tar",
  "dpkg-deb": "dpkg",
};

/** A chip with this at the beginning of its label keeps the level of a line that is let go, as Raspberry Pi kernels do. */
export const keepingLabel = "keep";

/** Groups of the guest's user, by number: plain Debian knows only the first. */
export const guestGroups = { dialout: 20, gpio: 986, i2c: 985 } as const;
