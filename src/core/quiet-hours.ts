/** Hours of every day in which only what is urgent rings. Minutes after midnight; over midnight where `from` is the later one. */
export interface QuietHours {
  readonly from: number;
  readonly to: number;
}

const shape = /^([01]\d|2[0-3]):([0-5]\d)$/;

/** Minutes after midnight of `22:30`; undefined when it is none. */
export function parseTimeOfDay(text: string): number | undefined {
  const [, hour, minute] = shape.exec(text) ?? [];
  return hour === undefined ? undefined : Number(hour) * 60 + Number(minute);
}

/** Whether a moment (UTC ms) lies within quiet hours, as the clocks of that time zone (IANA list) show it. */
export function quietIn(timeZone: string, hours: QuietHours | undefined): (at: number) => boolean {
  if (hours === undefined) return () => false;
  const { from, to } = hours;
  let format: Intl.DateTimeFormat | undefined;
  return (at) => {
    // Made when somebody asks: a format costs memory.
    format ??= new Intl.DateTimeFormat("en", { timeZone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
    const minute = parseTimeOfDay(format.format(at)) ?? 0;
    return from < to ? minute >= from && minute < to : minute >= from || minute < to;
  };
}
