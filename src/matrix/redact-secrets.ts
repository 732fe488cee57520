import { cutText } from "../core/cut-text.ts";

const secrets: readonly RegExp[] = [
  /(access_token=)[^&\s"']+/g,
  /(Bearer\s+)[^\s"']+/g,
  // Synapse's and the Matrix Authentication Service's tokens.
  /\b((?:syt|syr|mat|mar|mct|mcr)_)[A-Za-z0-9_-]+/g,
  // Recovery keys: twelve groups of four base58 characters beginning with E.
  /\b(E)[1-9A-HJ-NP-Za-km-z]{3}(?: [1-9A-HJ-NP-Za-km-z]{1,4}){8,}/g,
];

const longest = 400;

/** Text that may be logged: tokens and recovery keys blotted out, cut to 400 characters. */
export function redactSecrets(text: string): string {
  let clean = text;
  for (const secret of secrets) clean = clean.replace(secret, "$1…");
  return cutText(clean, longest);
}
