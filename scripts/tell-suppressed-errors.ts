/** Loaded into every test process: what failed in a body and then in closing what it had opened stands in the report, both of it. */
import { inspect } from "node:util";

Error.prepareStackTrace = (error, trace) => {
  const lines = [String(error), ...trace.map((frame) => `    at ${frame}`)];
  if (error instanceof SuppressedError) {
    lines.push(`  while closing: ${inspect(error.error)}`, `  before that: ${inspect(error.suppressed)}`);
  }
  return lines.join("\n");
};
