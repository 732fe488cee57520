import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";

/** A screen without a monitor in a Debian of its own, with a shell that works in it. */
export interface Desktop extends AsyncDisposable {
  /** Carries a line of shell out on the desktop; its output. Rejects when it fails, or after 60 s. */
  run(line: string): Promise<string>;
}

export interface DesktopOptions {
  /** The folder of a Debian with Xvfb, openbox and D-Bus; nothing is written into it. */
  readonly system: string;
  /** A folder of the host; on the desktop it is /tmp/shared. */
  readonly shared: string;
}

const patienceMs = 60_000;
const end = "--end-of-line--";

/** Root only. Everything started on it ends with it, and with this process, however that ends: the pipe closes. */
export async function openDesktop({ system, shared }: DesktopOptions): Promise<Desktop> {
  writeFileSync(join(shared, "session"), session);
  const words = ["--mount", "--pid", "--fork", "--kill-child=SIGKILL", "bash", "-ec", entering, system, shared];
  const child = spawn("unshare", words, { stdio: ["pipe", "pipe", "pipe"], detached: true });
  let complaint = "";
  child.stderr.on("data", (chunk: Buffer) => {
    complaint = (complaint + chunk.toString()).slice(-2000);
  });
  child.stdin.on("error", () => undefined);
  let waiting = Promise.withResolvers<string>();
  let lines: string[] = [];
  createInterface({ input: child.stdout }).on("line", (line) => {
    if (!line.startsWith(end)) {
      lines.push(line);
      return;
    }
    const text = lines.join("\n");
    lines = [];
    if (line === `${end} 0`) waiting.resolve(text);
    else waiting.reject(new Error(`${line.slice(end.length)} ${text}`));
  });
  const gone = new Promise<void>((done) => child.on("exit", () => done()));
  void gone.then(() => waiting.reject(new Error(`the desktop ended: ${complaint.trim()}`)));
  let before: Promise<unknown> = Promise.resolve();
  const runNow = async (line: string): Promise<string> => {
    waiting = Promise.withResolvers();
    child.stdin.write(`${line}\n`);
    const late = setTimeout(() => waiting.reject(new Error(`not within ${patienceMs / 1000} s`)), patienceMs);
    return await waiting.promise
      .catch((cause: unknown) => {
        throw new Error(`${line}: ${cause instanceof Error ? cause.message : cause}`);
      })
      .finally(() => clearTimeout(late));
  };
  const run = (line: string): Promise<string> => {
    const turn = before.then(() => runNow(line));
    before = turn.catch(() => undefined);
    return turn;
  };
  await run("true");
  return {
    run,
    async [Symbol.asyncDispose]() {
      child.stdin.end();
      const force = setTimeout(() => child.kill("SIGKILL"), 3_000);
      await gone;
      clearTimeout(force);
    },
  };
}

/** $0 the system's folder, $1 the shared one; the mounts are of this process and its children alone. */
const entering = `
mount -t proc proc "$0/proc"
mount --rbind /dev "$0/dev"
mount -t tmpfs tmpfs "$0/run"
mount -t tmpfs tmpfs "$0/tmp"
mkdir "$0/tmp/shared"
mount --bind "$1" "$0/tmp/shared"
exec chroot "$0" dbus-run-session -- bash /tmp/shared/session
`;

const session = `
export PATH=/usr/bin:/bin:/usr/sbin:/sbin HOME=/tmp/person XDG_RUNTIME_DIR=/run/person LANG=C.UTF-8
mkdir -m 700 $HOME $XDG_RUNTIME_DIR
exec 3> /run/display
Xvfb -displayfd 3 -screen 0 1000x720x24 -nolisten tcp > /dev/null 2>&1 < /dev/null &
until [ -s /run/display ]; do read -rt 0.1 <> <(:) || :; done
export DISPLAY=:$(cat /run/display)
openbox > /dev/null 2>&1 < /dev/null &
while IFS= read -r line; do
  eval "$line" 2>&1 < /dev/null
  echo "
${end} $?"
done
`;
