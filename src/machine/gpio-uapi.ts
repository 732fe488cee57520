/** The kernel's GPIO character device, uAPI version 2 (Linux 5.10 and newer, include/uapi/linux/gpio.h), as bytes. */

const readIt = 2;
const readAndWrite = 3;

/** _IOC of asm-generic/ioctl.h, with GPIO's letter. */
function request(direction: number, size: number, number: number): number {
  return direction * 2 ** 30 + size * 2 ** 16 + (0xb4 << 8) + number;
}

/** Bytes of each struct. */
const sizes = { chip: 68, lineInfo: 256, lineRequest: 592, lineConfig: 272, values: 16, event: 48 } as const;

const requests = {
  chipInfo: request(readIt, sizes.chip, 0x01),
  lineInfo: request(readAndWrite, sizes.lineInfo, 0x05),
  getLine: request(readAndWrite, sizes.lineRequest, 0x07),
  setConfig: request(readAndWrite, sizes.lineConfig, 0x0d),
  getValues: request(readAndWrite, sizes.values, 0x0e),
  setValues: request(readAndWrite, sizes.values, 0x0f),
} as const;

export const gpioUapi = { sizes, requests } as const;

/** GPIO_V2_LINE_FLAG_… */
const flagBits = {
  used: 1,
  activeLow: 2,
  input: 4,
  output: 8,
  rising: 16,
  falling: 32,
  openDrain: 64,
  openSource: 128,
  pullUp: 256,
  pullDown: 512,
  noPull: 1024,
} as const;

/** enum gpio_v2_line_attr_id. */
const attributeIds = { values: 2, debounce: 3 } as const;
const risingEdge = 1;
const nameSize = 32;
/** Where the config stands in the request, and what stands behind it. */
const at = { consumer: 256, config: 288, lines: 560, bufferSize: 564, fd: 588 } as const;

export interface GpioChipInfo {
  readonly name: string;
  readonly label: string;
  readonly lines: number;
}

export interface GpioLineInfo {
  /** Empty: the board's description gives it none. */
  readonly name: string;
  /** Empty where nobody has it, or whoever has it said no name. */
  readonly consumer: string;
  readonly isUsed: boolean;
  readonly isOutput: boolean;
}

/** How one line shall be taken. */
export interface GpioLineConfig {
  /** `as-is`: neither direction nor level is touched. */
  readonly direction: "as-is" | "input" | "output";
  readonly activeLow: boolean;
  readonly pull: "up" | "down" | "none" | undefined;
  readonly drive?: "push-pull" | "open-drain" | "open-source";
  /** Of an output: its level from the first moment on, active low already thought of. */
  readonly level?: boolean;
  /** Of an input: its edges come as events. */
  readonly edges?: boolean;
  /** µs for which a level must last to count. */
  readonly debounce?: number | undefined;
}

/** One event: the kernel's time, CLOCK_MONOTONIC, in ns. */
export interface GpioEvent {
  readonly level: boolean;
  readonly at: bigint;
  /** Counts the events of this line from 1; a gap is what the kernel dropped. */
  readonly number: number;
}

export function decodeChipInfo(bytes: Buffer): GpioChipInfo {
  return { name: text(bytes, 0), label: text(bytes, nameSize), lines: bytes.readUInt32LE(64) };
}

export function encodeLineInfo(offset: number): Buffer {
  const bytes = Buffer.alloc(sizes.lineInfo);
  bytes.writeUInt32LE(offset, 64);
  return bytes;
}

export function decodeLineInfo(bytes: Buffer): GpioLineInfo {
  const flags = bytes.readUInt32LE(72);
  return {
    name: text(bytes, 0),
    consumer: text(bytes, nameSize),
    isUsed: (flags & flagBits.used) !== 0,
    isOutput: (flags & flagBits.output) !== 0,
  };
}

/** A request for one line. The kernel writes the file descriptor into it. */
export function encodeLineRequest(
  offset: number,
  consumer: string,
  config: GpioLineConfig,
  bufferSize: number,
): Buffer {
  const bytes = Buffer.alloc(sizes.lineRequest);
  bytes.writeUInt32LE(offset, 0);
  bytes.write(consumer, at.consumer, nameSize - 1, "latin1");
  encodeLineConfig(config).copy(bytes, at.config);
  bytes.writeUInt32LE(1, at.lines);
  bytes.writeUInt32LE(config.edges === true ? bufferSize : 0, at.bufferSize);
  return bytes;
}

export function decodeLineFd(bytes: Buffer): number {
  return bytes.readInt32LE(at.fd);
}

/** struct gpio_v2_line_config for one line. */
export function encodeLineConfig(config: GpioLineConfig): Buffer {
  const bytes = Buffer.alloc(sizes.lineConfig);
  const attributes: (readonly [id: number, value: number])[] = [];
  if (config.level !== undefined) attributes.push([attributeIds.values, Number(config.level)]);
  if (config.debounce !== undefined) attributes.push([attributeIds.debounce, config.debounce]);
  bytes.writeUInt32LE(flagsOf(config), 0);
  bytes.writeUInt32LE(attributes.length, 8);
  for (const [place, [id, value]] of attributes.entries()) {
    const start = 32 + 24 * place;
    bytes.writeUInt32LE(id, start);
    bytes.writeUInt32LE(value, start + 8);
    bytes.writeUInt32LE(1, start + 16);
  }
  return bytes;
}

function flagsOf({ direction, activeLow, pull, drive, edges }: GpioLineConfig): number {
  const pulls = { up: flagBits.pullUp, down: flagBits.pullDown, none: flagBits.noPull } as const;
  const drives = { "push-pull": 0, "open-drain": flagBits.openDrain, "open-source": flagBits.openSource } as const;
  const low = activeLow ? flagBits.activeLow : 0;
  // The kernel takes the others only together with a direction.
  if (direction === "as-is") return low;
  const way = direction === "input" ? flagBits.input : flagBits.output;
  const bias = pull === undefined ? 0 : pulls[pull];
  return low | way | bias | drives[drive ?? "push-pull"] | (edges === true ? flagBits.rising | flagBits.falling : 0);
}

/** struct gpio_v2_line_values of one line. */
export function encodeValue(level: boolean): Buffer {
  const bytes = Buffer.alloc(sizes.values);
  bytes.writeUInt8(Number(level), 0);
  bytes.writeUInt8(1, 8);
  return bytes;
}

export function decodeValue(bytes: Buffer): boolean {
  return (bytes.readUInt8(0) & 1) === 1;
}

/** What was read from a line's file descriptor; half an event is none. */
export function decodeEvents(bytes: Uint8Array): readonly GpioEvent[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: Math.floor(bytes.byteLength / sizes.event) }, (_, place) => {
    const start = place * sizes.event;
    return {
      level: view.getUint32(start + 8, true) === risingEdge,
      at: view.getBigUint64(start, true),
      number: view.getUint32(start + 20, true),
    };
  });
}

function text(bytes: Buffer, start: number): string {
  const field = bytes.subarray(start, start + nameSize);
  const end = field.indexOf(0);
  return field.toString("utf8", 0, end < 0 ? nameSize : end);
}
