/** A spot in a configuration or profile, as a person finds it. Line and column start at 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** Keys from the top of its file, joined by dots; list items as `[0]`. Empty at the top. */
  readonly path: string;
}

/** What is wrong there and what to do about it, in one sentence. */
export interface Problem extends Place {
  readonly message: string;
  /** `pin`: that a key is missing, which may have been pinned while the agent ran; who knows the pins says it better. */
  readonly about?: "pin";
}

const mostTold = 200;

/** Gathers everything that is found, so that a person sees all of it at once. */
export class Findings {
  readonly problems: Problem[] = [];
  readonly warnings: Problem[] = [];

  problem(place: Place, message: string): void {
    addOnce(this.problems, place, message);
  }

  warning(place: Place, message: string, about?: Problem["about"]): void {
    addOnce(this.warnings, place, message, about);
  }
}

/** What two properties share (a Thing's `from`) is told once, and no more than a person can mend at a time. */
function addOnce(
  list: Problem[],
  { file, line, column, path }: Place,
  message: string,
  about?: Problem["about"],
): void {
  if (list.length >= mostTold) return;
  const told = list.some(
    (known) => known.message === message && known.path === path && known.line === line && known.file === file,
  );
  if (!told) list.push({ file, line, column, path, message, ...(about !== undefined && { about }) });
}

/** `roomwire.yaml:14:9  things.greenhouse.title: should be text`. */
export function formatProblem({ file, line, column, path, message }: Problem): string {
  return `${file}:${line}:${column}  ${path === "" ? "" : `${path}: `}${message}`;
}
