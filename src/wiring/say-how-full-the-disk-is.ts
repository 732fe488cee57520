import type { Log } from "../core/log.ts";
import type { BallastOptions } from "../store/ballast.ts";

/** One line when the disk is full, one when it has room again. */
export function sayHowFullTheDiskIs(log: Log): Pick<BallastOptions, "onGivenUp" | "onBack"> {
  return {
    onGivenUp: () =>
      log.error("the disk is full: commands go on in room that was kept for them, readings wait in memory", {
        code: "disk-full",
      }),
    onBack: () => log.info("the disk has room again"),
  };
}
