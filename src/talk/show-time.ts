const dayMs = 86_400_000;

/** How a moment is said to people: `14:03`, with its day once it is not within the last day. */
export type ShowTime = (at: number, now: number) => string;

/** In a time zone of the IANA list, 24 hours a day. `language`: as `Intl` names it, which decides how a day is written. */
export function showTimeIn(timeZone: string, language: string): ShowTime {
  const clock = { timeZone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;
  let formats: { readonly time: Intl.DateTimeFormat; readonly day: Intl.DateTimeFormat } | undefined;
  return (at, now) => {
    // Made when somebody asks: a format costs memory.
    formats ??= {
      time: new Intl.DateTimeFormat(language, clock),
      day: new Intl.DateTimeFormat(language, { ...clock, day: "numeric", month: "short" }),
    };
    const isNear = at <= now && now - at < dayMs;
    return Number.isNaN(new Date(at).getTime()) ? "?" : (isNear ? formats.time : formats.day).format(at);
  };
}
