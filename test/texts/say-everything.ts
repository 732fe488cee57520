import assert from "node:assert/strict";

/** Parameters of texts that are numbers; all others are words, and stand for themselves. */
const numbers: readonly string[] = ["count", "events", "ms", "more", "readings", "seconds", "total"];
/** Ages and durations that are said in different words, ms. */
const times = [0, 250, 12_000, 90_000, 5_400_000, 7_200_000, 86_400_000, 300_000_000];

/** Every text of a language as `key: text`, functions called with each kind of number that changes a word. */
export function sayEverything(texts: object): ReadonlyMap<string, string> {
  const all = new Map<string, string>();
  collect(texts, "", all);
  return all;
}

function collect(texts: unknown, path: string, all: Map<string, string>): void {
  if (typeof texts === "function") callIt(texts as (...parts: unknown[]) => unknown, path, all);
  else if (typeof texts === "object" && texts !== null) {
    for (const [key, inner] of Object.entries(texts)) collect(inner, path === "" ? key : `${path}.${key}`, all);
  } else all.set(path, String(texts));
}

function callIt(text: (...parts: unknown[]) => unknown, path: string, all: Map<string, string>): void {
  const names = parametersOf(text);
  const numeric = names.findIndex((name) => numbers.includes(name));
  const samples = numeric === -1 ? [0] : names[numeric] === "ms" ? times : [1, 2, 1200];
  for (const sample of samples) {
    const said = text(...names.map((name) => (numbers.includes(name) && numberIn(path, name) ? sample : `<${name}>`)));
    assert.ok(typeof said === "string", `${path} says no text`);
    assert.doesNotMatch(
      said,
      /NaN|undefined|\[object/,
      `${path}: is one of its parameters a number? Name it in numbers`,
    );
    all.set(numeric === -1 ? `${path}()` : `${path}(${sample})`, said);
  }
}

/** `events` are formatted before. */
function numberIn(path: string, name: string): boolean {
  return !(path === "status.sends" && name === "events");
}

function parametersOf(text: (...parts: unknown[]) => unknown): readonly string[] {
  const [, inner = ""] = /^\w*\s*\(([^)]*)\)/.exec(String(text)) ?? [];
  return inner
    .split(",")
    .map((part) => part.replace(/:.*/s, "").trim())
    .filter((name) => name !== "");
}
