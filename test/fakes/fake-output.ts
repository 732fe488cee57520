import type { OutputPort } from "../../src/control/output-port.ts";
import type { Wire } from "../../src/core/value.ts";

/** An output that remembers what it was given; a test says how it answers. */
export class FakeOutput implements OutputPort {
  isUp = true;
  readonly written: Wire[] = [];
  answer: (signal: AbortSignal) => Promise<void> = async () => {};

  write(wire: Wire, signal: AbortSignal): Promise<void> {
    this.written.push(wire);
    return this.answer(signal);
  }

  /** Never answers, not even when aborted. */
  hang(): void {
    this.answer = () => new Promise(() => {});
  }
}
