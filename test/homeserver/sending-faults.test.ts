import assert from "node:assert/strict";
import { test } from "node:test";
import { decodeColumns } from "../../src/core/decode-columns.ts";
import { readingsDelivered, readingsStored, simulatedThings, startRoomwire } from "../agent/agent-process.ts";
import { temporaryDirectory } from "../fakes/temporary-directory.ts";
import { until } from "../fakes/until.ts";
import { inviteAgent } from "./invited-agent.ts";
import { fail, hang, limit, loseAnswer, sends } from "./lying/bad-answers.ts";
import { openLyingHomeserver } from "./lying/lying-homeserver.ts";
import { synapseUrl, withoutSynapse } from "./matrix-user.ts";
import type { Asked, Lie } from "./pass-through.ts";

const seconds = (count: number): number => count * 1000;
const telemetryPuts = ({ path, ...asked }: Asked): boolean =>
  sends({ path, ...asked }) && path.includes("roomwire.telemetry");

/** Two answers in ten to telemetry events are lost, others are late, 5xx, or a 429 that asks for some time. */
function badWeather() {
  const late: Lie = async (asked, pass) => {
    const answer = await pass(asked);
    await new Promise((done) => setTimeout(done, 700));
    return answer;
  };
  const told = { passed: 0, lost: 0, late: 0, failed: 0, limited: 0, tooEarly: 0 };
  const lies = {
    passed: (asked, pass) => pass(asked),
    lost: loseAnswer(telemetryPuts),
    late,
    failed: fail(telemetryPuts, 503),
    limited: limit(telemetryPuts, 1500),
  } satisfies Record<string, Lie>;
  const course = ["passed", "lost", "passed", "failed", "late", "limited", "passed", "lost", "late", "passed"] as const;
  let puts = 0;
  let notBefore = 0;
  const lie: Lie = async (asked, pass) => {
    if (!telemetryPuts(asked)) return await pass(asked);
    if (performance.now() < notBefore) told.tooEarly += 1;
    const name = course[puts++ % course.length] ?? "passed";
    told[name] += 1;
    const answer = await lies[name](asked, pass);
    // In whole seconds, rounded up, as the header says.
    if (name === "limited") notBefore = performance.now() + 2000;
    return answer;
  };
  return { lie, told };
}

test("before a real homeserver in bad weather every reading arrives once, in order, and every Retry-After is kept", {
  skip: withoutSynapse,
  timeout: seconds(110),
}, async () => {
  using directory = temporaryDirectory();
  await using lying = await openLyingHomeserver(synapseUrl);
  const things = { one: simulatedThings.box, two: simulatedThings.box };
  const more = { telemetry: { every: "500ms" } };
  await using invited = await inviteAgent(directory.path, synapseUrl, { behind: lying.url, things, more });
  const { operator, room, file } = invited;
  const { lie, told } = badWeather();
  const weather = lying.tell(lie);
  const telemetry = () => operator.received(room, "dev.roomwire.telemetry").map(({ content }) => content);
  for (const run of [1, 2]) {
    await using agent = startRoomwire(["run", "--config", file]);
    await agent.said(/^ready/);
    const before = telemetry().length;
    await until("events got through", () => telemetry().length >= before + 2);
    if (run === 1) {
      // A half-open socket: the event is heard and never answered, and the agent killed while it waits.
      let hung = 0;
      using _ = lying.tell((asked, pass) => {
        if (telemetryPuts(asked)) hung += 1;
        return hang(telemetryPuts)(asked, pass);
      });
      await until("an event hangs", () => hung > 0);
      await agent.kill();
      continue;
    }
    weather[Symbol.dispose]();
    const stored = readingsStored(directory.path);
    await until("the backlog is gone", () => readingsDelivered(directory.path) >= stored);
    assert.equal((await agent.stop()).code, 0);
  }

  assert.ok(Math.min(told.lost, told.late, told.failed, told.limited) >= 1, JSON.stringify(told));
  assert.equal(told.tooEarly, 0);
  const delivered = readingsDelivered(directory.path);
  await until("the operator has what was delivered", () => readingsOf(telemetry()).length === delivered);
  const numbers = telemetry().map(({ epoch, seq }) => `${epoch} ${seq}`);
  assert.equal(new Set(numbers).size, numbers.length, "no event twice");
  for (const name of ["one", "two"]) {
    const times = readingsOf(telemetry()).flatMap(({ thing, name: of, at }) =>
      thing === name && of === "temperature" ? [at] : [],
    );
    assert.deepEqual(
      times,
      [...new Set(times)].toSorted((a, b) => a - b),
      `${name} in order and each once`,
    );
  }
});

function readingsOf(events: readonly Record<string, unknown>[]) {
  return events.flatMap((content) => {
    const decoded = decodeColumns(content);
    if (!decoded.ok) assert.fail(decoded.problem);
    return [...decoded.readings];
  });
}
