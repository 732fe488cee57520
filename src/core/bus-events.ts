/** Told by a bus when it comes and goes, never from within the call that opens it. */
export interface BusEvents {
  up(): void;
  /** Once per loss, and again when the kind of loss changes; one sentence without a secret. Default: `connection-down`. */
  down(reason: string, fault?: "connection-down" | "connection-refused"): void;
}
