/** UTC ms as people and programs read it (ISO 8601); the number itself where it is no time. */
export function timeText(at: number): string {
  const date = new Date(at);
  return Number.isNaN(date.getTime()) ? String(at) : date.toISOString();
}
