import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, statSync, writeFileSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { join } from "node:path";
import { test } from "node:test";
import { AgentFault } from "../../src/core/agent-fault.ts";
import type { AnswerOperation } from "../../src/core/operation-ports.ts";
import { askControlSocket } from "../../src/machine/ask-control-socket.ts";
import { serveControlSocket } from "../../src/machine/control-socket.ts";
import { HandClock } from "../fakes/hand-clock.ts";
import { temporaryDirectory } from "../fakes/temporary-directory.ts";
import { until } from "../fakes/until.ts";

const nothing: AnswerOperation = async () => ({ end: {} });

async function scene(answer: AnswerOperation = nothing) {
  const directory = temporaryDirectory();
  const path = join(directory.path, "control.sock");
  const clock = new HandClock();
  const server = await serveControlSocket({ path, answer, clock });
  return {
    path,
    clock,
    ask: (request: object, onLine: (line: object, reply: (line: unknown) => void) => void = () => undefined) =>
      askControlSocket({ path, request: { do: "test", ...request }, onLine, silentMs: 30_000 }),
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]();
      directory[Symbol.dispose]();
    },
  };
}

/** What is said to a client that speaks for itself, until the connection is closed. */
async function heard(socket: Socket): Promise<string> {
  let text = "";
  socket.on("error", () => undefined);
  socket.on("data", (chunk) => {
    text += chunk;
  });
  if (!socket.closed) await once(socket, "close");
  return text;
}

function raw(path: string, text: string): Socket {
  const socket = connect(path);
  socket.on("error", () => undefined);
  socket.write(text);
  return socket;
}

test("a request gets lines and one end", async () => {
  const lines: object[] = [];
  await using place = await scene(async ({ request, say }) => {
    await say({ line: 1 });
    await say({ line: 2 });
    return { end: { asked: request.do, what: request.what } };
  });
  const answer = await place.ask({ what: "x" }, (line) => lines.push(line));
  assert.deepEqual(answer, { end: { asked: "test", what: "x" } });
  assert.deepEqual(lines, [{ line: 1 }, { line: 2 }]);
});

test("an operation can ask back", async () => {
  await using place = await scene(async ({ say, nextLine }) => {
    await say({ question: "same?" });
    return { end: { said: await nextLine() } };
  });
  assert.deepEqual(await place.ask({}, (_line, reply) => reply("yes")), { end: { said: "yes" } });
});

test("what an operation throws becomes the error, without what it must not tell", async () => {
  await using place = await scene(async ({ request }) => {
    if (request.what === "known") throw new AgentFault("bad-usage", "So not.", { remedy: "So." });
    throw new Error("a secret");
  });
  assert.deepEqual(await place.ask({ what: "known" }), {
    error: { code: "bad-usage", detail: "So not.", remedy: "So." },
  });
  const answer = await place.ask({ what: "other" });
  assert.ok("error" in answer && answer.error.code === "internal");
  assert.doesNotMatch(JSON.stringify(answer), /secret/);
});

test("the socket is for its owner and the group of its directory", async () => {
  await using place = await scene();
  assert.equal(statSync(place.path).mode & 0o777, 0o660);
  assert.equal(statSync(place.path).gid, statSync(join(place.path, "..")).gid);
});

test("disposing closes calls under way, tells their operation, and takes the socket away", async () => {
  let isAsked = false;
  let isTold = false;
  const place = await scene(async ({ signal }) => {
    isAsked = true;
    await once(signal, "abort");
    isTold = true;
    return { end: {} };
  });
  const asked = place.ask({});
  const idle = heard(raw(place.path, ""));
  await until("both are in", () => isAsked && place.clock.waiting === 1);
  await place[Symbol.asyncDispose]();
  assert.ok("broken" in (await asked));
  assert.equal(await idle, "");
  assert.ok(isTold);
  assert.ok(!existsSync(place.path));
  assert.equal(place.clock.waiting, 0);
});

for (const [what, text] of [
  ["no JSON", "GET / HTTP/1.1\r\n\r\n"],
  ["bytes that are no text", "\u0000\uffff\n"],
  ["JSON that asks for nothing", '{"give":1}\n'],
  ["a bare null", "null\n"],
  ["a line without an end", `"${"x".repeat(70_000)}`],
  ["no end of line before the end", '{"do":"test"}'],
] as const) {
  test(`${what} gets a clear error and is closed`, async () => {
    await using place = await scene();
    const socket = raw(place.path, text);
    if (text.endsWith("}")) socket.end();
    const { error } = JSON.parse(await heard(socket));
    assert.ok(error.code === "bad-usage" && error.detail !== "" && error.remedy !== "");
    assert.deepEqual(await place.ask({}), { end: {} });
  });
}

test("who asks nothing is closed after ten seconds", async () => {
  await using place = await scene();
  const socket = raw(place.path, "");
  const all = heard(socket);
  await until("the agent waits for it", () => place.clock.waiting === 1);
  await place.clock.advance(10_000);
  assert.match(await all, /Nothing was asked within 10 seconds/);
});

test("a person who says nothing for five minutes is not waited for", async () => {
  await using place = await scene(async ({ nextLine }) => ({ end: { said: (await nextLine()) ?? "nothing" } }));
  const answer = place.ask({});
  await until("the agent waits for the person", () => place.clock.waiting === 1);
  await place.clock.advance(300_000);
  assert.deepEqual(await answer, { end: { said: "nothing" } });
});

test("a client that closes its side still gets its answer, and is not asked back in vain", async () => {
  await using place = await scene(async ({ nextLine }) => ({ end: { said: (await nextLine()) ?? "nothing" } }));
  const socket = raw(place.path, '{"do":"test"}\n');
  socket.end();
  assert.equal(await heard(socket), '{"end":{"said":"nothing"}}\n');
});

test("who talks far ahead of what is asked is stopped", async () => {
  await using place = await scene(async ({ signal }) => {
    await once(signal, "abort");
    return { end: {} };
  });
  const socket = raw(place.path, `{"do":"test"}\n${"1\n".repeat(17)}`);
  assert.match(await heard(socket), /More was said than was asked/);
});

test("a client that reads nothing is cut off after 30 seconds and holds nobody up", async () => {
  let told = 0;
  await using place = await scene(async ({ say, signal }) => {
    while (!signal.aborted) {
      await say({ line: "x".repeat(100_000) });
      told += 1;
    }
    return { end: {} };
  });
  const socket = raw(place.path, '{"do":"test"}\n');
  socket.pause();
  await until("the agent waits for room", () => told > 0 && place.clock.waiting === 1);
  const sofar = told;
  await place.clock.advance(30_000);
  await until("the operation is over", () => place.clock.waiting === 0 || told > sofar);
  assert.ok(told < 100, `${told} lines were put into memory`);
  socket.destroy();
});

test("a ninth client at once is turned away, and served when another has gone", async () => {
  await using place = await scene();
  const others = Array.from({ length: 8 }, () => raw(place.path, ""));
  await until("all are in", () => place.clock.waiting === 8);
  const answer = await place.ask({});
  assert.ok("error" in answer && answer.error.code === "busy");
  for (const socket of others) socket.destroy();
  await until("they have gone", () => place.clock.waiting === 0);
  assert.deepEqual(await place.ask({}), { end: {} });
});

test("nobody there is told as such", async () => {
  using directory = temporaryDirectory();
  const path = join(directory.path, "control.sock");
  assert.deepEqual(await askControlSocket({ path, request: { do: "x" }, onLine: () => {}, silentMs: 1000 }), {
    absent: true,
  });
});

test("a socket file that a dead process left is replaced; a live one, or another file, is not", async () => {
  using directory = temporaryDirectory();
  const path = join(directory.path, "control.sock");
  const parts = { path, answer: nothing, clock: new HandClock() };
  const script = `require("node:net").createServer().listen(${JSON.stringify(path)}, () => console.log("up"))`;
  const child = spawn(process.execPath, ["-e", script]);
  await once(child.stdout, "data");
  await assert.rejects(serveControlSocket(parts), { code: "port-in-use" });
  child.kill("SIGKILL");
  await once(child, "exit");
  assert.ok(existsSync(path));
  {
    await using _server = await serveControlSocket(parts);
    assert.deepEqual(await askControlSocket({ path, request: { do: "x" }, onLine: () => {}, silentMs: 1000 }), {
      end: {},
    });
    await assert.rejects(serveControlSocket(parts), { code: "port-in-use" });
  }
  writeFileSync(path, "mine");
  await assert.rejects(serveControlSocket(parts), { code: "port-in-use" });
  assert.equal(statSync(path).size, 4);
});

test("where there can be no socket a fault says so", async () => {
  const parts = { answer: nothing, clock: new HandClock() };
  await assert.rejects(serveControlSocket({ ...parts, path: `/tmp/${"x".repeat(120)}` }), { code: "state-directory" });
  await assert.rejects(serveControlSocket({ ...parts, path: "/no/such/control.sock" }), { code: "state-directory" });
});

test("what waits for clients that ended is told, and their places are free again", async () => {
  let waiting = 0;
  await using place = await scene(async ({ request, muted }) => {
    if (request.do === "look") return { end: { waiting } };
    waiting += 1;
    if (!muted.aborted) await once(muted, "abort");
    waiting -= 1;
    return { end: {} };
  });
  const clients = Array.from({ length: 8 }, () => raw(place.path, '{"do":"test"}\n'));
  await until("all of them wait", () => waiting === 8);
  for (const client of clients) client.destroy();
  await until("nothing waits for them any more", () => waiting === 0);
  await until("their places are free", async () => "end" in (await place.ask({ do: "look" })));
});
