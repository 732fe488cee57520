/** Publishes for a parent process: `mqtt-flood.ts URL`; each message of the parent is how many, answered when they are out. */
import mqtt from "mqtt";

const source = await mqtt.connectAsync(process.argv[2] ?? "");
let sent = 0;
process.on("message", async (count: number) => {
  let last: Promise<unknown> = Promise.resolve();
  for (let one = 0; one < count; one++, sent++) {
    last = source.publishAsync(`bench/flood/n${sent % 10}`, `{"v":${15 + ((sent * 7) % 97) / 10}}`);
  }
  await last;
  process.send?.(sent);
});
process.on("disconnect", () => process.exit(0));
process.send?.(0);
