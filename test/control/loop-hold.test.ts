import assert from "node:assert/strict";
import { test } from "node:test";
import { leastCpuMs, longestHoldMs } from "../fakes/fuzz-runs.ts";
import { gateScene, type Received, text } from "../fakes/gate-scene.ts";

const longest = 12_000;
const worst: Readonly<Record<string, Received>> = {
  "a command of nothing but unknown keys": {
    content: Object.fromEntries(Array.from({ length: 1_500 }, (_, index) => [`issued_a${index}`, index])),
  },
  "a deeply nested command": { content: { v: 1, input: JSON.parse(`${"[".repeat(5_000)}${"]".repeat(5_000)}`) } },
  "a number of many digits": { content: { v: 1, id: "x", input: "9".repeat(longest) } },
  "a text of one long word": text(`!${"a".repeat(longest)}`),
  "a text of many words": text(`!${"pump ".repeat(longest / 5)}`),
  "a text that grows when it is folded": text(`!${"\ufdfa".repeat(490)}`),
  "a text of marks": text(`!a${"\u0301".repeat(490)}`),
  "a quote without an end": text(`> ${"!pump on\n".repeat(1_000)}`),
};

for (const [name, received] of Object.entries(worst)) {
  test(`no 50 ms of the loop for ${name}`, async () => {
    await using scene = gateScene();
    await scene.receive({ content: { ...scene.command(), extra: 1 } });
    await scene.receive(received);
    const held = await leastCpuMs(() => scene.receive(received));
    assert.ok(held < longestHoldMs, `${held} ms`);
    assert.deepEqual([scene.carried, scene.faults], [[], []]);
  });
}
