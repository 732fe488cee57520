/** One line of `roomwire doctor`. Holds no secret. */
export interface Finding {
  readonly level: "ok" | "warn" | "FAIL";
  /** What was looked at: `clock`, `homeserver`, `ports` … */
  readonly topic: string;
  /** What was found, one sentence. */
  readonly text: string;
  /** What to do about it; always there unless all is well. */
  readonly remedy?: string;
}

/** Findings of one topic. */
export interface FindingsOf {
  ok(text: string): Finding;
  warn(text: string, remedy: string): Finding;
  fail(text: string, remedy: string): Finding;
}

export function findingsOf(topic: string): FindingsOf {
  return {
    ok: (text) => ({ level: "ok", topic, text }),
    warn: (text, remedy) => ({ level: "warn", topic, text, remedy }),
    fail: (text, remedy) => ({ level: "FAIL", topic, text, remedy }),
  };
}

/** `FAIL  disk: … — remedy`. */
export function formatFinding({ level, topic, text, remedy }: Finding): string {
  return `${level.padEnd(4)}  ${topic}: ${text}${remedy === undefined ? "" : ` — ${remedy}`}`;
}
