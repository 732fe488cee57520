import { readingLogContract } from "../contract/reading-log.ts";
import { HandClock } from "../fakes/hand-clock.ts";
import { LogLines } from "../fakes/log-lines.ts";
import { MemoryReadingLog } from "../fakes/memory-reading-log.ts";
import { temporaryDirectory } from "../fakes/temporary-directory.ts";
import { ModelPlace } from "../simulation/model-place.ts";
import { openLog } from "./some-readings.ts";

readingLogContract("readings.db", () => {
  const directory = temporaryDirectory();
  return { open: () => openLog(directory.path), [Symbol.dispose]: () => directory[Symbol.dispose]() };
});

readingLogContract("memory", () => {
  const log = new MemoryReadingLog();
  return { open: () => Object.assign(log, { [Symbol.dispose]: () => undefined }), [Symbol.dispose]: () => undefined };
});

readingLogContract("the simulation's model", () => {
  const place = new ModelPlace();
  const open = () => {
    const opened = place.open(new HandClock(), new LogLines());
    return { ...opened.readingLog, [Symbol.dispose]: () => opened[Symbol.dispose]() };
  };
  return { open, [Symbol.dispose]: () => undefined };
});
