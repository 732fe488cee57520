import type { Clock } from "../core/clock.ts";
import type { KernelFiles } from "../core/kernel-files.ts";
import type { KernelReader } from "./kernel-reader.ts";

/** Ways to the kernel's files below `root`, which share the turns of their buses. What reads them is loaded with the first question. */
export function openKernelFiles(clock: Clock, root: string): () => KernelFiles {
  let loading: Promise<KernelReader> | undefined;
  const reader = (): Promise<KernelReader> => {
    loading ??= import("./kernel-reader.ts").then(({ KernelReader }) => new KernelReader(clock, root));
    return loading;
  };
  return () => {
    const ended = new AbortController();
    const { signal } = ended;
    return {
      list: async (of) => (await reader()).list(of),
      read: async (device, files, within) => (await reader()).read(device, files, within, signal),
      readProc: async (name, within) => (await reader()).readProc(name, within, signal),
      space: async (mount, within) => (await reader()).space(mount, within, signal),
      [Symbol.dispose]: () => ended.abort(),
    };
  };
}
