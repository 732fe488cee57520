import type { GpioInputEvents } from "../core/gpio-lines.ts";
import type { ConnectionContext, InputBinding, OpenConnection } from "./define-driver.ts";
import { gpioInput, type InputDefaults } from "./gpio-line.ts";
import type { GpioConnection, GpioReading } from "./gpio-schemas.ts";
import { notWritten } from "./not-written.ts";

/** What hears the edges of one line and makes samples of them; disposed, it waits for nothing more. */
export type GpioHearer = GpioInputEvents & Disposable;

/** Lines that are only read, each heard by what `hear` makes for it. */
export function openGpioInputs<From extends GpioReading>(
  { chip, via }: GpioConnection,
  context: ConnectionContext,
  hear: (input: InputBinding<From>, context: ConnectionContext) => GpioHearer,
  how: InputDefaults = {},
): OpenConnection<From, unknown> {
  const lines = context.machine.openGpioLines(chip, via);
  const listening = new Set<Disposable>();
  return {
    get isUp() {
      return lines.isUp;
    },
    listen(input) {
      const own = new DisposableStack();
      const hearer = own.use(hear(input, context));
      own.use(lines.watch(gpioInput(input.settings, how), hearer));
      own.defer(() => listening.delete(own));
      listening.add(own);
      return own;
    },
    ...notWritten,
    async [Symbol.asyncDispose]() {
      for (const own of listening) own[Symbol.dispose]();
      await lines[Symbol.asyncDispose]();
    },
  };
}
