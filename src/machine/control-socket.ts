import { chmodSync, chownSync, lstatSync, rmSync, statSync } from "node:fs";
import { connect, createServer, type Server } from "node:net";
import { dirname } from "node:path";
import { AgentFault } from "../core/agent-fault.ts";
import type { Clock } from "../core/clock.ts";
import type { AnswerOperation } from "../core/operation-ports.ts";
import { controlSession } from "./control-session.ts";

export interface ControlSocketParts {
  readonly path: string;
  readonly answer: AnswerOperation;
  readonly clock: Clock;
}

/** Clients at once; what is asked here is asked by people. */
const mostClients = 8;

/**
 * Listens at a Unix socket for requests of people at the machine: mode 0660, group of the directory it stands in. A socket
 * file that a dead process left is replaced. Throws AgentFault `port-in-use` when somebody answers there or the name is
 * taken by something else, `state-directory` when there can be none. Disposing it ends every call.
 */
export async function serveControlSocket({ path, answer, clock }: ControlSocketParts): Promise<AsyncDisposable> {
  await makeRoom(path);
  const sessions = new Set<Disposable>();
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    const isTooMuch = sessions.size >= mostClients;
    const session = controlSession(socket, isTooMuch ? turnAway : answer, clock);
    if (isTooMuch) return;
    sessions.add(session);
    socket.on("close", () => sessions.delete(session));
  });
  await listen(server, path);
  server.unref();
  return {
    async [Symbol.asyncDispose]() {
      const closed = new Promise((done) => server.close(done));
      for (const session of sessions) session[Symbol.dispose]();
      await closed;
    },
  };
}

const turnAway: AnswerOperation = async () => ({
  error: { code: "busy", detail: "Too many are asking at once.", remedy: "Try again in a moment." },
});

async function makeRoom(path: string): Promise<void> {
  const there = lstatSync(path, { throwIfNoEntry: false });
  if (there === undefined) return;
  if (there.isSocket() && !(await isAnswered(path))) return rmSync(path, { force: true });
  throw new AgentFault("port-in-use", `${path} is taken by ${there.isSocket() ? "another process" : "another file"}.`);
}

/** A socket file of a dead process refuses every connection (unix(7), ECONNREFUSED). */
async function isAnswered(path: string): Promise<boolean> {
  const socket = connect(path);
  const { promise, resolve } = Promise.withResolvers<boolean>();
  socket.on("connect", () => resolve(true));
  socket.on("error", (error: NodeJS.ErrnoException) =>
    resolve(error.code !== "ECONNREFUSED" && error.code !== "ENOENT"),
  );
  const answered = await promise;
  socket.destroy();
  return answered;
}

async function listen(server: Server, path: string): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once("error", reject);
  server.listen(path, resolve);
  try {
    await promise;
    restrict(path);
  } catch (cause) {
    server.close();
    throw new AgentFault("state-directory", `There can be no control socket at ${path}.`, { cause });
  }
  server.on("error", () => undefined);
}

/** Whoever may use the directory's group may ask. Only a member of that group can give the file to it. */
function restrict(path: string): void {
  const { gid } = statSync(dirname(path));
  const own = lstatSync(path);
  try {
    if (own.gid !== gid) chownSync(path, own.uid, gid);
  } catch {
    chmodSync(path, 0o600);
    return;
  }
  chmodSync(path, 0o660);
}
