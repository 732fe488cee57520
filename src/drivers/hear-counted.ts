import type { AffordancePath } from "../core/ids.ts";
import { type CountedWay, countEdges, type TakeEdges } from "./count-edges.ts";
import type { ConnectionContext } from "./define-driver.ts";
import { gpioAbsent } from "./gpio-absent.ts";
import type { GpioHearer } from "./open-gpio-inputs.ts";

export interface Counting {
  readonly way: CountedWay;
  readonly take: TakeEdges;
  /** The line is ours: tells what the edges come to until disposed, which is when it is lost or heard no more. */
  begin(): Disposable;
}

/** Hears a line of which only the number of its edges matters. */
export function hearCounted(
  path: AffordancePath,
  context: ConnectionContext,
  { way, take, begin }: Counting,
): GpioHearer {
  const absent = gpioAbsent(path, context);
  const edges = countEdges(way, take);
  let telling: Disposable | undefined;

  function stop(): void {
    telling?.[Symbol.dispose]();
    telling = undefined;
  }

  return {
    level(level) {
      edges.level(level);
      telling ??= begin();
    },
    edge: edges.edge,
    lost(count) {
      edges.lost(count);
      absent.edgesLost(count, "they are counted by their number");
    },
    down(detail, fault) {
      stop();
      edges.reset();
      absent.lineDown(detail, fault);
    },
    [Symbol.dispose]: stop,
  };
}
