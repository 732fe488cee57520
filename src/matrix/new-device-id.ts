/** A Matrix device of our choice, which no other bears. */
export function newDeviceId(): string {
  return `RW${crypto.randomUUID().replaceAll("-", "").slice(0, 10).toUpperCase()}`;
}
