/**
 * fetch whose failures say why. Node puts the reason into `cause`, and the Matrix library keeps only the message, which is
 * "fetch failed" whatever happened.
 */
export function explainingFetch(fetch: typeof globalThis.fetch): typeof globalThis.fetch {
  return async (input, init) => {
    try {
      return await fetch(input, init);
    } catch (error) {
      if (!(error instanceof TypeError) || !(error.cause instanceof Error)) throw error;
      throw new TypeError(reason(error.cause), { cause: error.cause });
    }
  };
}

/** Several addresses of one name fail as one error without a message. */
function reason(cause: Error): string {
  const inner = cause instanceof AggregateError && cause.errors[0] instanceof Error ? cause.errors[0] : cause;
  const code = "code" in inner && typeof inner.code === "string" ? inner.code : inner.name;
  return inner.message.includes(code) ? inner.message : `${inner.message} (${code})`;
}
