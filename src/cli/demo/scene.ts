import { type Cast, openCast } from "./cast.ts";
import { commandSteps } from "./command-steps.ts";
import type { WorldOptions } from "./demo-world.ts";
import { killSteps } from "./kill-steps.ts";
import { observations } from "./observations.ts";
import { playSteps } from "./play-steps.ts";
import { readingSteps } from "./reading-steps.ts";
import { refusalSteps } from "./refusal-steps.ts";
import { openStrangers, strangerSteps } from "./stranger-steps.ts";

export type SceneOptions = Pick<WorldOptions, "directory" | "clock"> & {
  readonly say: (line: string) => void;
  readonly fail: (error: Error) => void;
};

/** `npm run demo -- --once`: the fixed scene, each thing seen told in a line. Resolves to the exit code, 0 or 1. */
export async function playScene(options: SceneOptions, opening: AsyncDisposableStack): Promise<number> {
  const { say, clock } = options;
  const begin = clock.monotonic();
  const seen = observations();
  const cast: Cast = await openCast(
    {
      ...options,
      // The scene's operator sends 13 events in half a minute, of which Synapse's default limits make two minutes. The
      // agent keeps the default pace in any case; `npm run demo` without --once runs under the default limits.
      limits: "relaxed",
      linesAtMostEveryMs: 0,
      telemetryEveryMs: 2_000,
      progress: say,
      takeEvent: (event) => seen.take(event),
    },
    opening,
  );
  const [first, strangers] = await Promise.all([
    playSteps([...readingSteps(cast, seen), ...commandSteps(cast, seen)], say),
    openStrangers(cast, opening),
  ]);
  const others = [...refusalSteps(cast, seen), ...strangerSteps(cast, strangers), ...killSteps(cast, seen)];
  const failed = first + (await playSteps(others, say));
  const seconds = ((clock.monotonic() - begin) / 1000).toFixed(0);
  say(
    failed === 0 ? `All of it holds, after ${seconds} s.` : `${failed} of the lines above failed, after ${seconds} s.`,
  );
  return failed === 0 ? 0 : 1;
}
