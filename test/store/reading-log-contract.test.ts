import { readingLogContract } from "../contract/reading-log.ts";
import { MemoryReadingLog } from "../fakes/memory-reading-log.ts";
import { temporaryDirectory } from "../fakes/temporary-directory.ts";
import { openLog } from "./some-readings.ts";

readingLogContract("readings.db", () => {
  const directory = temporaryDirectory();
  return { open: () => openLog(directory.path), [Symbol.dispose]: () => directory[Symbol.dispose]() };
});

readingLogContract("memory", () => {
  const log = new MemoryReadingLog();
  return { open: () => Object.assign(log, { [Symbol.dispose]: () => undefined }), [Symbol.dispose]: () => undefined };
});
