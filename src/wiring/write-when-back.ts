import type { AuditNote } from "../core/audit-ports.ts";
import type { Clock } from "../core/clock.ts";
import type { Log } from "../core/log.ts";
import type { ControlFile } from "../store/control-file.ts";

/** ms after which what the disk did not take is handed to it again. */
const againMs = 5_000;
/** Writes that wait for the disk; then the newest are given up. */
const mostWaiting = 1_000;

/**
 * A control store that forgets nothing that happened while its disk took nothing: notes of the audit then wait in memory, with
 * their time, and switches too, though `noteSwitch` still throws, since what cannot be written first must not be switched on.
 */
export function writeWhenBack(control: ControlFile, clock: Clock, log: Log): ControlFile {
  const waiting: (() => void)[] = [];
  let timer: Disposable | undefined;
  let isTogether = false;
  let isTold = false;
  const writeWaiting = (): void => {
    for (let write = waiting[0]; write !== undefined; write = waiting[0]) {
      write();
      waiting.shift();
    }
    isTold = false;
  };
  const tryAgain = (): void => {
    timer = undefined;
    try {
      writeWaiting();
    } catch {
      timer = clock.after(againMs, tryAgain);
    }
  };
  const wait = (write: () => void): void => {
    if (waiting.length < mostWaiting) waiting.push(write);
    else if (!isTold) {
      isTold = true;
      log.error("more happened than can wait for the disk; it will not stand in the audit");
    }
    timer ??= clock.after(againMs, tryAgain);
  };
  const late = ({ kind, body }: AuditNote): AuditNote => ({ kind, body: { ...body, happened_at: clock.now() } });
  return {
    ...control,
    together(work) {
      if (isTogether) return control.together(work);
      isTogether = true;
      try {
        return control.together(work);
      } finally {
        isTogether = false;
      }
    },
    audit(note) {
      if (isTogether) return control.audit(note);
      try {
        writeWaiting();
        control.audit(note);
      } catch {
        const kept = late(note);
        wait(() => control.audit(kept));
      }
    },
    noteSwitch(path, on, at) {
      try {
        writeWaiting();
        control.noteSwitch(path, on, at);
      } catch (cause) {
        if (!isTogether) wait(() => control.noteSwitch(path, on, at));
        throw cause;
      }
    },
    [Symbol.dispose]() {
      timer?.[Symbol.dispose]();
      try {
        writeWaiting();
      } catch (error) {
        log.error(`${waiting.length} notes could not be written down before the end`, { error });
      }
      control[Symbol.dispose]();
    },
  };
}
