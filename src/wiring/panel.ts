import type { Source } from "../outbox/classes.ts";
import type { KeptPanel, KeptPanelParts } from "./panel/kept-panel.ts";

export interface PanelWay extends Disposable {
  readonly sources: readonly Source[];
  /** What it shows may have changed. */
  changed(): void;
}

/** The pinned panel, where the configuration wants one: loaded only then. */
export function wirePanel(parts: KeptPanelParts): PanelWay {
  let isOver = false;
  let kept: KeptPanel | undefined;
  const load = async (): Promise<void> => {
    try {
      const { KeptPanel } = await import("./panel/kept-panel.ts");
      if (isOver) return;
      kept = new KeptPanel(parts);
      parts.wakeSender();
    } catch (error) {
      parts.log.error("there is no panel", { error });
    }
  };
  if (parts.configuration.panel) void load();
  return {
    sources: [{ next: (passOver) => kept?.source.next(passOver) }],
    changed: () => kept?.changed(),
    [Symbol.dispose]: () => {
      isOver = true;
      kept?.[Symbol.dispose]();
    },
  };
}
