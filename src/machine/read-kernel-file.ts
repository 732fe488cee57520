import { open } from "node:fs/promises";
import { basename } from "node:path";
import type { KernelFailure, KernelText } from "../core/kernel-files.ts";

/** A file of sysfs is one page at most (sysfs(5)). */
const page = 4096;

const whys = new Map<string, KernelFailure["why"]>([
  ["ENOENT", "gone"],
  ["ENODEV", "gone"],
  ["ENOTDIR", "gone"],
  ["EAGAIN", "away"],
  ["EBUSY", "away"],
  ["EINVAL", "away"],
  ["ENODATA", "away"],
  ["EACCES", "refused"],
  ["EPERM", "refused"],
]);

/** What stands in a file of the kernel: one read, as each makes some drivers measure anew. Never rejects. */
export async function readKernelFile(path: string): Promise<KernelText> {
  try {
    await using file = await open(path, "r");
    const { buffer, bytesRead } = await file.read(Buffer.alloc(page), 0, page, null);
    return { kind: "text", text: buffer.toString("utf8", 0, bytesRead) };
  } catch (error) {
    return kernelFailure(error, basename(path));
  }
}

/** The kernel's error as what it means for a reader; I2C chips that do not answer give EIO, ENXIO, EREMOTEIO or ETIMEDOUT. */
export function kernelFailure(error: unknown, what: string): KernelFailure {
  const code = error instanceof Error && "code" in error ? String(error.code) : String(error);
  return { kind: "failure", why: whys.get(code) ?? "silent", detail: `${what} says ${code}` };
}
