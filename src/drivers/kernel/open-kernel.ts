import type { XStatic } from "typebox/schema";
import { AgentFault } from "../../core/agent-fault.ts";
import type { AffordancePath } from "../../core/ids.ts";
import type { KernelFiles } from "../../core/kernel-files.ts";
import type { ConnectionContext, OpenConnection } from "../define-driver.ts";
import type { kernelConnection } from "../kernel-schemas.ts";
import { milliseconds } from "../milliseconds.ts";
import type { KernelPolls } from "./kernel-polls.ts";
import type { AskKernel, KernelSource } from "./kernel-source.ts";

const timeoutByDefault = 5000;
const pollByDefault = 30_000;

type Settings = XStatic<typeof kernelConnection>;

/** Reads values of one kind. What reads and understands them is loaded only here, since most agents need none of it. */
export function openKernel<From>(
  settings: Settings,
  { machine, clock, emit }: ConnectionContext,
  loadSource: () => Promise<(from: From) => KernelSource>,
): OpenConnection<From, unknown> {
  const files = machine.openKernelFiles();
  const ask = kernelQuestions(files, settings, clock);
  const waiting = new Set<(polls: KernelPolls, sourceOf: (from: From) => KernelSource) => void>();
  let loaded: { readonly polls: KernelPolls; readonly sourceOf: (from: From) => KernelSource } | undefined;
  let isClosed = false;
  const loading = Promise.all([import("./kernel-polls.ts"), loadSource()]).then(([{ KernelPolls }, sourceOf]) => {
    if (isClosed) return;
    const polls = new KernelPolls({ clock, emit, ask });
    loaded = { polls, sourceOf };
    for (const start of waiting) start(polls, sourceOf);
    waiting.clear();
  });
  return {
    get isUp() {
      return !isClosed && (loaded?.polls.isUp ?? waiting.size === 0);
    },
    listen({ path, settings: from }) {
      const listening = new DisposableStack();
      const start = (polls: KernelPolls, sourceOf: (from: From) => KernelSource): void => {
        const every = pollOf(from);
        listening.use(polls.add(path, JSON.stringify(from), every, () => sourceOf(from)));
      };
      if (loaded !== undefined) start(loaded.polls, loaded.sourceOf);
      else {
        waiting.add(start);
        listening.defer(() => waiting.delete(start));
      }
      return listening;
    },
    output(_to: unknown, path: AffordancePath) {
      throw new AgentFault("internal", `${path} passed the check, but nothing of the kernel's files is written`);
    },
    refresh: (path) => loaded?.polls.refresh(path) ?? false,
    async [Symbol.asyncDispose]() {
      isClosed = true;
      files[Symbol.dispose]();
      loaded?.polls[Symbol.dispose]();
      waiting.clear();
      await loading;
    },
  };
}

/** ms between two looks. */
function pollOf(from: unknown): number {
  const poll = typeof from === "object" && from !== null && "poll" in from ? from.poll : undefined;
  return milliseconds(typeof poll === "string" ? poll : undefined, pollByDefault);
}

/** The questions with the connection's `timeout`. */
export function kernelQuestions(
  files: KernelFiles,
  { timeout }: Settings,
  clock: ConnectionContext["clock"],
): AskKernel {
  const within = milliseconds(timeout, timeoutByDefault);
  return {
    list: (of) => files.list(of),
    read: (device, names) => files.read(device, names, within),
    readProc: (name) => files.readProc(name, within),
    space: (mount) => files.space(mount, within),
    monotonic: () => clock.monotonic(),
  };
}
