import { join } from "node:path";
import { test } from "node:test";
import { seededRandom } from "../fakes/seeded-random.ts";
import { temporaryDirectory } from "../fakes/temporary-directory.ts";
import { layOutScenes, liveWithRot } from "./reading-rot.ts";
import { sayRot, someRot } from "./rot.ts";

const seed = Number(process.env.ROT_SEED ?? Math.floor(Math.random() * 2 ** 32));

/** Each damage is one bit or one cut anywhere in any file of the reading log, killed or stopped. */
for (const [what, times] of [
  ["flip", 300],
  ["cut", 200],
] as const) {
  const name = what === "flip" ? "bits that are turned over" : "files that are cut short";
  test(`${times} ${name}: what is lost is told, no reading comes out altered, and it goes on by itself`, (context) => {
    using directory = temporaryDirectory();
    const scenes = layOutScenes(directory.path);
    const random = seededRandom(seed);
    let noticed = 0;
    for (let time = 0; time < times; time++) {
      const scene = random.pick(scenes);
      const rot = someRot(random, scene.directory, what);
      try {
        if (liveWithRot(scene, rot, join(directory.path, "damaged")) > 0) noticed += 1;
      } catch (cause) {
        throw new Error(`seed ${seed}, ${sayRot(rot)} in ${scene.directory}`, { cause });
      }
    }
    context.diagnostic(`${noticed} of ${times} were noticed, the others cost nothing; seed ${seed}`);
  });
}
