import { createRequire } from "node:module";

/**
 * Until disposed, this process ends though a thread of it still waits in the kernel: an orderly exit would wait for that thread, for
 * ever where the hardware never answers. All that is to be done at the end is done before (_exit(2)).
 */
export function leaveHungReads(): Disposable {
  const leave = (code: number): void => {
    const koffi = createRequire(import.meta.url)("koffi") as typeof import("koffi");
    koffi.load(null).func("void _exit(int status)")(code);
  };
  process.on("exit", leave);
  return { [Symbol.dispose]: () => void process.off("exit", leave) };
}
