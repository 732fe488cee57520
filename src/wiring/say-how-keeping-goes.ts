import type { Log } from "../core/log.ts";
import type { ReadingFileOptions } from "../store/reading-file.ts";

/**
 * One line when readings can no longer be kept as they should, one when they can again. `tryOthers` sees whether the disk takes
 * anything else, and is told of it by throwing.
 */
export function sayHowKeepingGoes(
  log: Log,
  tryOthers: () => void,
): Required<Pick<ReadingFileOptions, "onFault" | "onBack" | "onDamage" | "onDropping">> {
  return {
    onFault: ({ code, detail, lost }) => {
      log.error(`readings cannot be stored, memory holds them: ${detail}`, { code, lost });
      try {
        tryOthers();
      } catch {
        // Whoever opened them is told.
      }
    },
    onBack: () => log.info("readings are stored again"),
    onDamage: (detail, lost) => log.error(`readings on the disk: ${detail}`, { code: "log-damaged", lost }),
    onDropping: (lost) =>
      log.warn("the oldest readings are given up before they were delivered: there is no room for more", {
        code: "log-full",
        lost,
      }),
  };
}
