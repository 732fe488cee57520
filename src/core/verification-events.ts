/** Types of events with which two people's clients verify each other (Matrix spec, key verification framework); they hold no data. */
export const verificationTypes: readonly string[] = [
  "m.key.verification.ready",
  "m.key.verification.start",
  "m.key.verification.accept",
  "m.key.verification.key",
  "m.key.verification.mac",
  "m.key.verification.done",
  "m.key.verification.cancel",
];

/** In a room the request itself is a message, so that clients that cannot verify show something. */
export const verificationRequest = "m.key.verification.request";

/** Whether an event of a room, decrypted, is a step of a verification. */
export function isVerificationEvent(type: string, content: Readonly<Record<string, unknown>>): boolean {
  return verificationTypes.includes(type) || (type === "m.room.message" && content.msgtype === verificationRequest);
}
