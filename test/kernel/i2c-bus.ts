import { closeSync, openSync } from "node:fs";
import { createRequire } from "node:module";

/** include/uapi/linux/i2c-dev.h and i2c.h. */
const i2cSlaveForce = 0x0706;
const i2cSmbus = 0x0720;
const sizes = { byte: 2, word: 3 } as const;

/** The far side of simulated sensors: what stands in the registers of i2c-stub. */
export interface I2cBus extends Disposable {
  writeByte(address: number, register: number, value: number): void;
  /** High byte first, as sensors send it. */
  writeWord(address: number, register: number, value: number): void;
}

export function i2cBus(path = "/dev/i2c-0"): I2cBus {
  const koffi = createRequire(import.meta.url)("koffi") as typeof import("koffi");
  const libc = koffi.load(null);
  const select = libc.func("int ioctl(int fd, unsigned long request, long argument)");
  const transfer = libc.func("ioctl", "int", ["int", "unsigned long", "void *"]);
  const data = koffi.alloc("uint8_t", 34);
  const fd = openSync(path, "r+");
  const write = (address: number, register: number, size: number, bytes: readonly number[]): void => {
    if (select(fd, i2cSlaveForce, address) < 0) throw new Error(`no chip at ${address}`);
    koffi.encode(data, koffi.array("uint8_t", 2), [bytes[0] ?? 0, bytes[1] ?? 0]);
    // struct i2c_smbus_ioctl_data: u8 read_write (0: write), u8 command, u32 size, pointer to the data.
    const request = Buffer.alloc(16);
    request.writeUInt8(register, 1);
    request.writeUInt32LE(size, 4);
    request.writeBigUInt64LE(koffi.address(data), 8);
    if (transfer(fd, i2cSmbus, request) < 0) throw new Error(`register ${register} takes nothing`);
  };
  return {
    writeByte: (address, register, value) => write(address, register, sizes.byte, [value]),
    writeWord: (address, register, value) => write(address, register, sizes.word, [value >> 8, value & 0xff]),
    [Symbol.dispose]: () => closeSync(fd),
  };
}
