/** Kinds of devices that the kernel shows as directories of small text files. */
export type KernelClass = "hwmon" | "iio" | "w1" | "thermal" | "power" | "network" | "firmware";

export const kernelClasses: readonly KernelClass[] = ["hwmon", "iio", "w1", "thermal", "power", "network", "firmware"];

/** One of them. Numbers such as hwmon2 move from boot to boot and stand nowhere in here but in `path`. */
export interface KernelDevice {
  readonly of: KernelClass;
  /** What its driver calls it (`lm75`), its type (`cpu-thermal`) or, where the kernel names each one, its name (`28-0316a2795bff`, `eth0`). */
  readonly name: string;
  /** What the board's description calls it; "" where it has nothing to say. */
  readonly label: string;
  /** The hardware behind it, as a path below /sys/devices: `platform/soc/3f804000.i2c/i2c-1/1-0048`. */
  readonly place: string;
  /** The directory with its files. */
  readonly path: string;
  /** On one bus one read at a time, so that a slow device holds up only those beside it. */
  readonly bus: string;
  /** Names of its files, sorted. */
  readonly files: readonly string[];
}

export interface KernelFailure {
  readonly kind: "failure";
  /** `gone`: there is no such file any more. `silent`: the hardware behind it does not answer. `away`: it has no value now. */
  readonly why: "gone" | "silent" | "away" | "refused";
  /** A few words without a subject. */
  readonly detail: string;
}

export type KernelText = { readonly kind: "text"; readonly text: string } | KernelFailure;

/** Bytes of a file system. */
export interface KernelSpace {
  readonly total: bigint;
  /** For everybody, not root alone. */
  readonly free: bigint;
}

/** What the kernel says of the machine and what hangs on it. Reads only. Until disposed; then what was asked is answered by nobody. */
export interface KernelFiles extends Disposable {
  /** Every device of a kind, in the order of their places. Touches no hardware. */
  list(of: KernelClass): Promise<readonly KernelDevice[]>;
  /** Its files one after the other in one turn of its bus, at most `within` ms; the first failure ends it and is the last answer. */
  read(device: KernelDevice, files: readonly string[], within: number): Promise<readonly KernelText[]>;
  /** `loadavg`, `meminfo` or `uptime` of /proc (proc(5)). */
  readProc(name: "loadavg" | "meminfo" | "uptime", within: number): Promise<KernelText>;
  /** Of the file system that is mounted there; a failure where none is. */
  space(mount: string, within: number): Promise<KernelSpace | KernelFailure>;
}
