import type { Log } from "../core/log.ts";
import type { ReadingFileOptions } from "../store/reading-file.ts";

/** One line when readings can no longer be kept as they should, one when they can again. */
export function sayHowKeepingGoes(
  log: Log,
): Required<Pick<ReadingFileOptions, "onFault" | "onBack" | "onDamage" | "onDropping">> {
  return {
    onFault: ({ code, detail, lost }) =>
      log.error(`readings cannot be stored, memory holds them: ${detail}`, { code, lost }),
    onBack: () => log.info("readings are stored again"),
    onDamage: (detail, lost) => log.error(`readings on the disk: ${detail}`, { code: "log-damaged", lost }),
    onDropping: (lost) =>
      log.warn("the oldest readings are given up before they were delivered: there is no room for more", {
        code: "log-full",
        lost,
      }),
  };
}
