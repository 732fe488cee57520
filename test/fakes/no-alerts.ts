import type { AlertDesk } from "../../src/control/carry-out.ts";

/** Where nobody is called for anything. */
export const noAlertDesk: AlertDesk = { acknowledge: () => undefined, mute: () => undefined };
