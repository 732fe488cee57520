import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { readConfiguration } from "../src/cli/read-configuration.ts";
import type { Configuration } from "../src/config/configuration.ts";
import { formatProblem } from "../src/config/problem.ts";
import { toWire } from "../src/core/convert.ts";
import { outputsOf } from "../src/core/thing.ts";
import { compilePayload } from "../src/drivers/compile-payload.ts";
import { wireText } from "../src/drivers/wire-text.ts";
import { packageFiles } from "../src/machine/package-files.ts";
import { type ExampleStage, openExample } from "./examples/example-stage.ts";
import { playFile } from "./examples/play-file.ts";
import { playSteps } from "./examples/play-steps.ts";

const folder = join(packageFiles().root, "examples");
const names = readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
  entry.isDirectory() ? [entry.name] : [],
);

function read(name: string): Configuration {
  const found = readConfiguration(join(folder, name, "roomwire.yaml"), {
    CREDENTIALS_DIRECTORY: "/run/credentials/roomwire.service",
  });
  assert.deepEqual([...(found.ok ? [] : found.problems), ...found.warnings].map(formatProblem), []);
  return found.ok ? found.configuration : assert.fail();
}

/** What must be so when an output is safe, over MQTT, on the header and by PWM: a sentence, and whether it holds. */
function safeSigns({ things, connections }: Configuration, stage: ExampleStage): readonly [string, () => boolean][] {
  return outputsOf(things).flatMap((property): [string, () => boolean][] => {
    const { to } = property;
    const type = connections.find(({ name }) => name === to?.connection)?.type;
    if (to === undefined || to.safeValue === null) return [];
    const wire = toWire(property, to.conversion, to.safeValue);
    if (type === "mqtt") {
      const words = `${to.settings.topic} ${compilePayload(to.settings)(wire)}`;
      return [[words, () => stage.heard.includes(words)]];
    }
    assert.equal(type, "gpio");
    if (to.as === "pwm") {
      const [channel, duty] = [Number(to.settings.channel), Number(wireText(wire))];
      return [[`channel ${channel} is on for ${duty} %`, () => stage.duty(channel) === duty]];
    }
    const offset = Number(/^GPIO(\d+)$/.exec(String(to.settings.line))?.[1]);
    const isHigh = (wire === true) !== (to.settings.active_low === true);
    return [
      [
        `GPIO${offset} ${isHigh ? "high" : "low"}`,
        () => stage.header.written(offset).length > 0 && stage.header.level(offset) === isHigh,
      ],
    ];
  });
}

describe("the examples", { timeout: 300_000 }, () => {
  for (const name of names) {
    test(`${name}: check finds nothing, and its page says how to wire it safely`, () => {
      const { things } = read(name);
      const page = readFileSync(join(folder, name, "README.md"), "utf8");
      assert.match(page, /^# \S/);
      assert.match(page, /^## Wired so that it is safe$/m);
      for (const word of ["cut", "dead"]) assert.ok(page.includes(word), `says nothing of what is ${word}`);
      for (const [, word] of page.matchAll(/^roomwire try (\S+)/gm)) {
        const isRead = things.some(({ id, properties }) =>
          properties.some(({ path, from }) => from !== undefined && (word === id || word === path)),
        );
        assert.ok(isRead, `there is nothing of ${word} to try`);
      }
    });

    test(`${name}: what its devices say becomes values, and commands reach them`, async () => {
      const configuration = read(name);
      await using stage = await openExample(configuration);
      for (const [what, holds] of safeSigns(configuration, stage)) await stage.until(`${what} at the start`, holds);
      (stage.heard as string[]).length = 0;
      await playSteps(stage, playFile(join(folder, name, "played.yaml")));
      (stage.heard as string[]).length = 0;
      await stage.end();
      for (const [what, holds] of safeSigns(configuration, stage)) await stage.until(`${what} at the end`, holds);
    });
  }

  test("every example stands in their table of contents", () => {
    const page = readFileSync(join(folder, "README.md"), "utf8");
    for (const name of names) assert.ok(page.includes(`[${name}](${name}/README.md)`), name);
  });
});
