/** JSON text of a key or value of the crypto library. Throws a TypeError for what JSON would silently alter. */
export function plainJson(value: unknown): string {
  if (!isPlain(value)) throw new TypeError("The key store can only keep what JSON can.");
  return JSON.stringify(value);
}

function isPlain(value: unknown): boolean {
  if (value === null || typeof value === "string" || typeof value === "boolean") return true;
  if (typeof value === "number") return Number.isFinite(value);
  if (Array.isArray(value)) return value.every(isPlain);
  // A field without a value is left out, which the library reads alike.
  return isRecord(value) && Object.values(value).every((field) => field === undefined || isPlain(field));
}

function isRecord(value: unknown): value is object {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
