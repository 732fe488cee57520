import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { AgentFault } from "../core/agent-fault.ts";
import { chartFont } from "./chart-font.ts";
import type { DrawOrder } from "./draw-png.ts";

const program = fileURLToPath(new URL("./draw-png.ts", import.meta.url));
/** ms; the slowest boards need a few seconds. */
const timeout = 30_000;
/** Bytes of all pictures together. */
const mostBytes = 16 * 1024 * 1024;

/**
 * PNG files of one SVG text, one for each width in pixels. Drawn in a process of its own, which takes up to 80 MB for a moment: it cannot hold the loop
 * nor take the agent along, and all its memory goes back. Throws AgentFault `internal`.
 */
export async function renderPicture(
  svg: string,
  widths: readonly number[],
  signal: AbortSignal,
): Promise<readonly Uint8Array[]> {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(timeout)]);
  const child = spawn(process.execPath, ["--max-old-space-size=64", program], {
    stdio: ["pipe", "pipe", "pipe"],
    env: memoryOf(process.env),
    signal: limit,
    killSignal: "SIGKILL",
  });
  const order: DrawOrder = { svg, fontFile: chartFont.file, widths };
  // A child that died takes nothing; its end says so.
  child.stdin.on("error", () => undefined);
  child.stdin.end(JSON.stringify(order));
  const said = { bytes: 0, parts: [] as Buffer[], complaint: "" };
  child.stdout.on("data", (part: Buffer) => {
    said.bytes += part.length;
    if (said.bytes > mostBytes) child.kill("SIGKILL");
    else said.parts.push(part);
  });
  child.stderr.on("data", (part: Buffer) => {
    said.complaint = `${said.complaint}${part}`.slice(0, 500);
  });
  const code = await new Promise<number | undefined>((done) => {
    child.once("error", (error) => {
      said.complaint = error.message;
      done(undefined);
    });
    child.once("close", (end) => done(end ?? undefined));
  });
  const pictures = code === 0 ? picturesOf(Buffer.concat(said.parts)) : [];
  if (pictures.length === widths.length) return pictures;
  throw new AgentFault("internal", `A picture could not be drawn: ${said.complaint.trim() || `end ${code}`}`);
}

/** Each behind its length, 4 bytes, the lowest first. */
function picturesOf(bytes: Buffer): readonly Uint8Array[] {
  const pictures: Uint8Array[] = [];
  for (let at = 0; at + 4 <= bytes.length; ) {
    const end = at + 4 + bytes.readUInt32LE(at);
    if (end > bytes.length) break;
    pictures.push(bytes.subarray(at + 4, end));
    at = end;
  }
  return pictures;
}

/** What the unit says about memory and compiling; nothing else of the agent's is needed there. */
function memoryOf(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const names = /^(?:MALLOC_|NODE_COMPILE_CACHE$)/;
  return Object.fromEntries(Object.entries(environment).filter(([name]) => names.test(name)));
}
