import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import { decodeColumns } from "../../src/core/decode-columns.ts";
import { readingsDelivered, readingsStored, simulatedThings, startRoomwire } from "../agent/agent-process.ts";
import { temporaryDirectory } from "../fakes/temporary-directory.ts";
import { until } from "../fakes/until.ts";
import { countingProxy } from "./counting-proxy.ts";
import { inviteAgent } from "./invited-agent.ts";

/** A Synapse that nobody touched: 0.2 events a second, at most 10 at once. */
const url = process.env.SYNAPSE_DEFAULT_URL ?? "";
const withoutSynapse = url === "" && "SYNAPSE_DEFAULT_URL is not set";
const seconds = (count: number): number => count * 1000;

test("at a homeserver's default limits results come at once, history keeps up, and nothing is lost", {
  skip: withoutSynapse,
  timeout: seconds(115),
}, async () => {
  using directory = temporaryDirectory();
  await using proxy = await countingProxy(url);
  const { box } = simulatedThings;
  const things = { one: box, two: box, three: box };
  const more = { telemetry: { every: "1s" } };
  await using invited = await inviteAgent(directory.path, url, { behind: proxy.url, things, more });
  const { user, operator, room, file } = invited;
  await using agent = startRoomwire(["run", "--config", file]);
  await agent.said(/^ready/);

  const command = (): object => {
    const target = { v: 1, id: randomUUID(), agent: user.id, room_id: room, thing: "two", op: "write", name: "lamp" };
    return { ...target, input: true, issued_at: Date.now(), expires_at: Date.now() + seconds(30) };
  };
  const results = () => operator.received(room, "dev.roomwire.result");
  const telemetry = () => operator.received(room, "dev.roomwire.telemetry");
  const begin = performance.now();
  let asked = 0;
  let slowest = 0;
  while (performance.now() - begin < seconds(55)) {
    await operator.send(room, "dev.roomwire.command", command());
    asked += 1;
    const sentAt = performance.now();
    await until("the command has its result", () => results().length === asked);
    slowest = Math.max(slowest, performance.now() - sentAt);
    const before = telemetry().length;
    await until("history goes on", () => telemetry().length > before);
  }
  assert.equal((await agent.stop()).code, 0);

  assert.ok(asked >= 3, `${asked} commands`);
  assert.ok(slowest < seconds(8), `a result took ${slowest} ms`);
  assert.deepEqual(new Set(results().map(({ content }) => content.status)), new Set(["done"]));
  const limited = proxy.answers.filter(({ status }) => status === 429);
  assert.ok(limited.length <= 2, `${limited.length} of ${proxy.answers.length} were limited`);
  const delivered = readingsDelivered(directory.path);
  await until("the operator has what was delivered", () => readingsOf(telemetry()) === delivered);
  assert.ok(delivered > 500, `${delivered} readings`);
  assert.ok(readingsStored(directory.path) >= delivered);
});

function readingsOf(events: readonly { readonly content: Record<string, unknown> }[]): number {
  return events.reduce((sum, { content }) => {
    const decoded = decodeColumns(content);
    if (!decoded.ok) assert.fail(decoded.problem);
    return sum + decoded.readings.length;
  }, 0);
}
