/** Forms of text that keys share, each with the sentence a person reads when the text has another form. */

export const idShape = {
  pattern: "^[a-z][a-z0-9_]{0,31}$",
  sentence: "should begin with a small letter and hold only small letters, digits and _, at most 32 of them",
} as const;

export const durationShape = {
  pattern: "^[0-9]{1,10}([.][0-9])?(ms|s|m|h|d)$",
  sentence: "should be a number with a unit of time, such as 20ms, 30s, 10m, 5h or 2d",
} as const;

export const sizeShape = {
  pattern: "^[0-9]{1,7}([.][0-9])?(kB|MB|GB|KiB|MiB|GiB)$",
  sentence: "should be a number with a unit of size, such as 256MiB, 1.5GiB or 500MB",
} as const;

/** A property: of the same Thing by its name, of any Thing by its path. */
export const referenceShape = {
  pattern: "^[a-z][a-z0-9_]{0,31}(/[a-z][a-z0-9_]{0,31})?$",
  sentence: "should be the name of a property of the same Thing, or thing/property",
} as const;

export const pathShape = {
  pattern: "^[a-z][a-z0-9_]{0,31}/[a-z][a-z0-9_]{0,31}$",
  sentence: "should be a property's path, such as greenhouse/door",
} as const;

export const rateShape = {
  pattern: "^[0-9]{1,9}/[mhd]$",
  sentence: "should be a number of times in a minute, an hour or a day, such as 3/m, 20/h or 50/d",
} as const;

export const repeatShape = {
  pattern: "^(never|[0-9]{1,10}([.][0-9])?(ms|s|m|h|d))$",
  sentence: "should be a number with a unit of time, such as 15m or 2h, or never",
} as const;

export const timeOfDayShape = {
  pattern: "^([01][0-9]|2[0-3]):[0-5][0-9]$",
  sentence: 'should be a time of the day in quotes, from "00:00" to "23:59"',
} as const;

export const momentShape = {
  pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}([Tt][0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]{1,9})?([Zz]|[+-][0-9]{2}:[0-9]{2}))?$",
  sentence: "should be a day such as 2026-12-01, which counts to its end, or a time such as 2026-12-01T18:00:00Z",
} as const;

export const timeZoneShape = {
  pattern: "^[A-Za-z][A-Za-z0-9_+/-]{0,63}$",
  sentence: "should be a time zone of the IANA list, such as Europe/Berlin or UTC",
} as const;

export const userShape = {
  pattern: "^@[^:\\s]+:\\S+$",
  sentence: 'should be a Matrix user id in quotes, such as "@ana:example.org"',
} as const;

export const roomShape = {
  pattern: "^(![^\\s]+|#[^:\\s]+:\\S+)$",
  sentence: 'should be a room id or alias in quotes, such as "!AbCdEf" or "#garden:example.org"',
} as const;

export const masterKeyShape = {
  pattern: "^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]$",
  sentence:
    "should be a cross-signing master key: 43 characters of unpadded base64, as the client shows it in its settings",
} as const;

export const homeserverShape = {
  pattern: "^https?://[^\\s/?#]+(/[^\\s?#]*)?$",
  sentence: "should be the homeserver's address, such as https://matrix.example.org",
} as const;

export const fileShape = {
  pattern: "^\\S(.*\\S)?$",
  sentence: "should be the name of a file, relative to this one or beginning with $CREDENTIALS_DIRECTORY/",
} as const;

/** Files beside this one: a name, or a folder and what its names look like. */
export const includeShape = {
  pattern: "^([^*]*/)?[^/\\s]+$",
  sentence: "should name files beside this one, with * in their name only, such as things.d/*.yaml",
} as const;

const sentences: ReadonlyMap<string, string> = new Map(
  [
    idShape,
    durationShape,
    sizeShape,
    referenceShape,
    pathShape,
    rateShape,
    repeatShape,
    timeOfDayShape,
    momentShape,
    timeZoneShape,
    userShape,
    roomShape,
    masterKeyShape,
    homeserverShape,
    fileShape,
    includeShape,
  ].map((shape) => [shape.pattern, shape.sentence]),
);

/** What to say of text that does not have the form; undefined for a pattern that is not of this file. */
export function shapeSentence(pattern: unknown): string | undefined {
  return typeof pattern === "string" ? sentences.get(pattern) : undefined;
}
