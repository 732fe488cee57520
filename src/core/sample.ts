import type { FaultCode } from "./fault-codes.ts";
import type { AffordancePath } from "./ids.ts";
import type { Receipt } from "./receipt.ts";
import type { Wire } from "./value.ts";

/** What a driver hands up for one property: a wire value, or the reason why there is none. */
export type Sample =
  | {
      readonly kind: "value";
      readonly path: AffordancePath;
      readonly wire: Wire;
      /** UTC ms of the measurement; undefined where nobody knows it (a retained MQTT message). */
      readonly measuredAt: number | undefined;
      readonly receipt?: Receipt;
    }
  | {
      readonly kind: "absent";
      readonly path: AffordancePath;
      readonly quality: "unavailable" | "fault";
      readonly fault: FaultCode;
      /** One clear sentence; holds no secret. */
      readonly detail: string;
      /** UTC ms at which the driver noticed. */
      readonly noticedAt: number;
      /** Only where a message came that made no sense. */
      readonly receipt?: Receipt;
    };

/** How a driver hands samples up. Synchronous, never throws. */
export type Emit = (sample: Sample) => void;
