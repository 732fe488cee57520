/** What stands in and beside a picture of what was measured. */
export const chart = {
  /** BCP 47: how days and times are written. */
  locale: "en-GB",
  range: (least: string, greatest: string, last: string) => `${least} to ${greatest}, last ${last}`,
  last: (value: string) => `last ${value}`,
  nothing: "nothing was recorded in that time",
  nothingAtAll: (names: string) => `Nothing was recorded of ${names} in that time.`,
  tooManyWords: (name: string) => `${name} has more different texts than a picture can show.`,
  bounds: "A chart shows from 1 h to 30 d, such as !temperature 24h.",
  tooMany: (most: number) => `A chart shows at most ${most} properties.`,
  busy: "I am drawing other charts; ask again in a minute.",
  noPicture: (why: string) => `The picture could not be sent: ${why}`,
};
