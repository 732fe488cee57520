import { openControlFile } from "../../src/store/control-file.ts";
import { controlStoreContract } from "../contract/control-store.ts";
import { HandClock } from "../fakes/hand-clock.ts";
import { LogLines } from "../fakes/log-lines.ts";
import { temporaryDirectory } from "../fakes/temporary-directory.ts";
import { ModelPlace } from "../simulation/model-place.ts";

controlStoreContract("control.db", () => {
  const directory = temporaryDirectory();
  const clock = new HandClock();
  return { open: () => openControlFile(directory.path, clock), [Symbol.dispose]: () => directory[Symbol.dispose]() };
});

controlStoreContract("the simulation's model", () => {
  const place = new ModelPlace();
  const open = () => {
    const opened = place.open(new HandClock(), new LogLines());
    return { ...opened.store, [Symbol.dispose]: () => opened[Symbol.dispose]() };
  };
  return { open, [Symbol.dispose]: () => undefined };
});
