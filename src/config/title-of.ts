/** A title for people out of an id: `soil_moisture` is Soil moisture. */
export function titleOf(id: string): string {
  const words = id.replaceAll("_", " ").trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
