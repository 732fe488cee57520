import type { FaultCode } from "../core/fault-codes.ts";
import type { AffordancePath } from "../core/ids.ts";
import type { ConnectionContext } from "./define-driver.ts";
import type { Extracted } from "./extract.ts";
import type { Frame } from "./frames/scan-frames.ts";

/** Properties that the same frames are for. */
export interface FrameListeners {
  readonly paths: readonly AffordancePath[];
  add(path: AffordancePath, extract: (frame: Frame) => Extracted): Disposable;
  /** Whether a frame holds a value for one of them. */
  fits(frame: Frame): boolean;
  /** Hands up its values. One of another kind is normal on a shared line; only one that fits nobody is a fault of each. */
  take(frame: Frame): void;
  tell(quality: "unavailable" | "fault", fault: FaultCode, detail: string): void;
}

export function frameListeners({ clock, emit }: Pick<ConnectionContext, "clock" | "emit">): FrameListeners {
  const listeners = new Set<{ readonly path: AffordancePath; readonly extract: (frame: Frame) => Extracted }>();
  return {
    get paths() {
      return [...listeners].map(({ path }) => path);
    },
    add(path, extract) {
      const listener = { path, extract };
      listeners.add(listener);
      return { [Symbol.dispose]: () => void listeners.delete(listener) };
    },
    fits: (frame) => [...listeners].some(({ extract }) => extract(frame).kind === "value"),
    take(frame) {
      const measuredAt = clock.now();
      const results = [...listeners].map(({ path, extract }) => ({ path, found: extract(frame) }));
      const fitsSomebody = results.some(({ found }) => found.kind === "value");
      for (const { path, found } of results) {
        if (found.kind === "value") emit({ kind: "value", path, wire: found.wire, measuredAt });
        else if (!fitsSomebody || found.fault === "not-a-value") {
          const { fault, detail } = found;
          emit({ kind: "absent", path, quality: "fault", fault, detail, noticedAt: measuredAt });
        }
      }
    },
    tell(quality, fault, detail) {
      const noticedAt = clock.now();
      for (const { path } of listeners) emit({ kind: "absent", path, quality, fault, detail, noticedAt });
    },
  };
}
