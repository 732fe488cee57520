const hidden = "[hidden]";
const depthLimit = 8;
const textLimit = 8_000;

/** What an error has beside its own fields. */
const namesOfErrors = ["name", "message", "stack", "cause", "errors", "error", "suppressed"];

/** Field names, folded to lower case letters, whose value is never shown. A path of a secret's file is no secret. */
const secretName =
  /^(?!.*(file|path)$)(.*(accesstoken|refreshtoken|logintoken|authorization|cookie|password|passwd|passphrase|secret|recoverykey|storagekey|privatekey|signingkey|sessionkey|roomkey|keymaterial|pickle|macaroon).*|token|keys?|seed|mac)$/;

/** Shapes that give a secret away inside any text. */
const secretShapes: readonly (readonly [RegExp, string])[] = [
  [/\b(Bearer|Basic)\s+[A-Za-z0-9._~+/=-]+/gi, `$1 ${hidden}`],
  [/((?:[a-z]+_token|password|passphrase|recovery_key|secret)\\?["']?\s*[=:]\s*)[^\s&,;}]+/gi, `$1${hidden}`],
  [/\b(?:syt|syr|mat|mar|mct|mcr)_[A-Za-z0-9_-]{6,}/g, hidden],
  [/([a-z][a-z0-9+.-]*:\/\/[^\s/:@]*):[^\s/@]+@/gi, `$1:${hidden}@`],
  // Matrix client-server spec, "Representation of recovery key": base58 in groups of four that begins with E.
  [/\bE[1-9A-HJ-NP-Za-km-z]{3}(?:\s?[1-9A-HJ-NP-Za-km-z]{4}){11}\b/g, hidden],
];

/**
 * Anything as JSON-shaped data without secrets: hidden by the field's name, by shape, and where one of the exact texts
 * `values` occurs. Errors keep name, message, code, stack and those that they come of or hide. Never throws.
 */
export function hideSecrets(data: unknown, values: Iterable<string>): unknown {
  const known = [...values];
  return clean(data, (text) => hideInText(text, known), 0, new Set());
}

function hideInText(text: string, known: readonly string[]): string {
  let safe = text;
  for (const value of known) safe = safe.replaceAll(value, hidden);
  for (const [shape, instead] of secretShapes) safe = safe.replace(shape, instead);
  return safe.length > textLimit ? `${safe.slice(0, textLimit)}… (${safe.length} characters)` : safe;
}

type HideText = (text: string) => string;

function clean(data: unknown, hide: HideText, depth: number, above: ReadonlySet<object>): unknown {
  switch (typeof data) {
    case "string":
      return hide(data);
    case "number":
    case "boolean":
    case "undefined":
      return data;
    case "bigint":
      return data.toString();
    case "object":
      if (data === null) return null;
      if (depth >= depthLimit || above.has(data)) return "…";
      return cleanObject(data, hide, depth + 1, new Set(above).add(data));
    default:
      return `(${typeof data})`;
  }
}

function cleanObject(data: object, hide: HideText, depth: number, above: ReadonlySet<object>): unknown {
  const below = (inner: unknown) => clean(inner, hide, depth, above);
  if (Array.isArray(data)) return data.map(below);
  if (ArrayBuffer.isView(data) || data instanceof ArrayBuffer) return `(${data.byteLength} bytes)`;
  if (data instanceof Date) return Number.isNaN(data.getTime()) ? "(no date)" : data.toISOString();
  if (data instanceof Set) return [...data].map(below);
  const named: Iterable<readonly [unknown, unknown]> = data instanceof Map ? data : fieldsOf(data);
  const result: Record<string, unknown> = {};
  for (const [name, value] of named) {
    const text = hide(String(name));
    result[text] = secretName.test(text.toLowerCase().replace(/[^a-z]/g, "")) ? hidden : below(value);
  }
  return result;
}

/** Own fields; of an error also those that JSON leaves out. A getter that throws counts as absent. */
function fieldsOf(data: object): [string, unknown][] {
  const names = new Set(Object.keys(data));
  if (data instanceof Error) for (const name of namesOfErrors) names.add(name);
  return [...names].flatMap((name): [string, unknown][] => {
    try {
      const value: unknown = Reflect.get(data, name);
      return value === undefined ? [] : [[name, value]];
    } catch {
      return [];
    }
  });
}
