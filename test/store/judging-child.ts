import { writeSync } from "node:fs";
import { openControlFile } from "../../src/store/control-file.ts";
import { HandClock } from "../fakes/hand-clock.ts";
import { someEvent, somePost, someVerdict } from "./some-events.ts";

/** Keeps, judges and finishes one command after another for ever and says each step once it is durable. Meant to be killed. */
const store = openControlFile(process.argv[2] ?? "", new HandClock());
const say = (step: string, number: number): void => void writeSync(1, `${step} ${number}\n`);

for (const { command } of store.unfinished()) {
  store.finish(command.id, { status: "unknown", code: "interrupted", detail: "" }, [], []);
}
for (;;) {
  if (store.nextEvent(0) === undefined) {
    for (let post = store.nextPost(); post !== undefined; post = store.nextPost()) store.removePost(post.id);
    const number = Number(store.token() ?? 0) + 1;
    store.keep([someEvent(number)], String(number));
  }
  const number = Number(store.token());
  const event = store.nextEvent(0);
  if (event?.eventId !== `$event${number}`) throw new Error(`${event?.eventId} waits, not event ${number}`);
  store.judge(someVerdict(event.position, number));
  say("judged", number);
  const outcome = { status: "done", output: { coefficient: BigInt(number), scale: 1 }, confirmed: "none" } as const;
  store.finish(`command-${number}`, outcome, [somePost(number, "result")], []);
  say("finished", number);
}
