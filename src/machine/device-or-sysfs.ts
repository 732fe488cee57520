import type { GpioChip, GpioKernel, GpioLook } from "./gpio-kernel.ts";

/**
 * The character device; sysfs only where the kernel has none, or one older than what is spoken here (Linux 5.10). Never because this
 * user may not open it.
 */
export function deviceOrSysfs(device: GpioKernel, makeSysfs: () => GpioKernel): GpioKernel {
  let sysfs: GpioKernel | undefined;
  let isSpoken = false;

  function isUsable({ chips, refused }: GpioLook): boolean {
    isSpoken ||= chips.some((chip) => device.lines(chip) !== undefined);
    return isSpoken || refused.length > 0;
  }
  const of = ({ isInexact }: GpioChip): GpioKernel => (isInexact === true ? (sysfs ?? device) : device);

  return {
    now: () => device.now(),
    look() {
      const look = device.look();
      if (isUsable(look)) return look;
      sysfs ??= makeSysfs();
      const instead = sysfs.look();
      return instead.chips.length + instead.refused.length > 0 ? instead : look;
    },
    lines: (chip) => of(chip).lines(chip),
    claim: (chip, offset, config, take) => of(chip).claim(chip, offset, config, take),
    async [Symbol.asyncDispose]() {
      await sysfs?.[Symbol.asyncDispose]();
      await device[Symbol.asyncDispose]();
    },
  };
}
