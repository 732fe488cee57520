// Made by `npm run schemas` from src/core/ids.ts; do not edit.
const idShape = /^[a-z][a-z0-9_]{0,31}$/;
export const reservedIds = [
    "status",
    "help",
    "things",
    "stop",
    "who",
    "log",
    "mute",
    "ack",
    "pair",
    "all"
];
export function isId(text) {
    return idShape.test(text);
}
export function isUserId(text) {
    return /^@[^:\s]+:\S+$/.test(text) && text.length <= 255;
}
export const asThingId = (text)=>text;
export const asUserId = (text)=>text;
export const asRoomId = (text)=>text;
export function affordancePath(thing, name) {
    return `${thing}/${name}`;
}
export function splitPath(path) {
    const slash = path.indexOf("/");
    return {
        thing: path.slice(0, slash),
        name: path.slice(slash + 1)
    };
}
