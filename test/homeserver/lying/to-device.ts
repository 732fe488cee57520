import type { Lie } from "../pass-through.ts";
import { editSync } from "./edit-sync.ts";
import type { ToDevice } from "./wire.ts";

/** To-device messages that fit never arrive. */
export function dropToDevice(fits: (message: ToDevice) => boolean = () => true): Lie {
  return editToDevice((messages) => messages.filter((message) => !fits(message)));
}

/** Each message comes so many times in the same answer. */
export function repeatToDevice(times: number): Lie {
  return editToDevice((messages) => messages.flatMap((message) => Array.from({ length: times }, () => message)));
}

/** Messages that fit are kept back until they are released with `feed({ toDevice })`. */
export function holdToDevice(fits: (message: ToDevice) => boolean = () => true) {
  const held: ToDevice[] = [];
  const lie = editToDevice((messages) => {
    held.push(...messages.filter(fits));
    return messages.filter((message) => !fits(message));
  });
  return { lie, held, release: (): readonly ToDevice[] => held.splice(0) };
}

function editToDevice(edit: (messages: readonly ToDevice[]) => readonly ToDevice[]): Lie {
  return editSync((body) =>
    body.to_device === undefined ? body : { ...body, to_device: { events: edit(body.to_device.events) } },
  );
}
