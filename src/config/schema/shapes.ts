/** Forms of text that keys share, each with the sentence a person reads when the text has another form. */

export const idShape = {
  pattern: "^[a-z][a-z0-9_]{0,31}$",
  sentence: "should begin with a small letter and hold only small letters, digits and _, at most 32 of them",
} as const;

export const durationShape = {
  pattern: "^[0-9]{1,10}([.][0-9])?(ms|s|m|h|d)$",
  sentence: "should be a number with a unit of time, such as 20ms, 30s, 10m, 5h or 2d",
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

const sentences: ReadonlyMap<string, string> = new Map(
  [idShape, durationShape, userShape, roomShape, masterKeyShape, homeserverShape, fileShape].map((shape) => [
    shape.pattern,
    shape.sentence,
  ]),
);

/** What to say of text that does not have the form; undefined for a pattern that is not of this file. */
export function shapeSentence(pattern: unknown): string | undefined {
  return typeof pattern === "string" ? sentences.get(pattern) : undefined;
}
