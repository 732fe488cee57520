/** What stands in and beside a picture of what was measured. */
export const chart = {
  /** BCP 47: how days and times are written. */
  locale: "en-GB",
  range: (least: string, greatest: string, last: string) => `${least} to ${greatest}, last ${last}`,
  last: (value: string) => `last ${value}`,
  nothing: "nothing was recorded in that time",
  tooManyWords: "too many different texts for a picture",
  bounds: "A chart shows from 1 h to 30 d, such as !temperature 24h.",
  tooMany: (most: number) => `A chart shows at most ${most} properties.`,
  more: (count: number) =>
    `${count === 1 ? "1 more has no place here; ask for it" : `${count} more have no place here; ask for them`} by name.`,
  nothingToDraw: (name: string) => `${name} has nothing that is measured.`,
  busy: "I am still drawing other charts. Ask again in a minute.",
  noPicture: (why: string) => `No picture: ${why}.`,
  why: {
    room: "it may go only into an encrypted room in which everybody may hear it",
    drawing: "it could not be drawn",
    "too-large": "the homeserver takes nothing so large",
    homeserver: "the homeserver did not take it",
  },
};
