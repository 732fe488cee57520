/** The shapes of names, and the brands that keep one kind of name from being taken for another. */

declare const kind: unique symbol;
type Id<Kind extends string> = string & { readonly [kind]: Kind };

/** Id of a Thing, `[a-z][a-z0-9_]{0,31}`. */
export type ThingId = Id<"ThingId">;
/** Path of a property or an action, `thing/name`. */
export type AffordancePath = Id<"AffordancePath">;
/** Matrix user id, `@localpart:server` (Matrix spec, appendices, user identifiers). */
export type UserId = Id<"UserId">;
/** Matrix room id. Opaque: since room version 12 it has no server part. */
export type RoomId = Id<"RoomId">;

const idShape = /^[a-z][a-z0-9_]{0,31}$/;

/** Words that mean something in a text command and so cannot name a Thing, property or action. */
export const reservedIds: readonly string[] = [
  "status",
  "help",
  "things",
  "stop",
  "who",
  "log",
  "mute",
  "ack",
  "pair",
  "all",
];

export function isId(text: string): boolean {
  return idShape.test(text);
}

export function isUserId(text: string): text is UserId {
  return /^@[^:\s]+:\S+$/.test(text) && text.length <= 255;
}

/** Marks text that a schema or a server vouches for. The only places that may write these brands. */
export const asThingId = (text: string): ThingId => text as ThingId;
export const asUserId = (text: string): UserId => text as UserId;
export const asRoomId = (text: string): RoomId => text as RoomId;

export function affordancePath(thing: ThingId, name: string): AffordancePath {
  return `${thing}/${name}` as AffordancePath;
}

export function splitPath(path: AffordancePath): { readonly thing: ThingId; readonly name: string } {
  const slash = path.indexOf("/");
  return { thing: path.slice(0, slash) as ThingId, name: path.slice(slash + 1) };
}
