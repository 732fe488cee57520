import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { check } from "../../src/cli/check.ts";

const directory = mkdtempSync(join(tmpdir(), "roomwire-check-"));
after(() => rmSync(directory, { recursive: true }));

async function run(yaml: string, json = false): Promise<{ code: number; lines: string[]; config: string }> {
  const config = join(directory, "roomwire.yaml");
  writeFileSync(config, yaml);
  const lines: string[] = [];
  const code = await check({ config, json }, (line) => lines.push(line));
  return { code, lines, config };
}

const right = `matrix: { homeserver: "https://hs", user: "@a:hs" }
operators: [{ user: "@ana:hs" }]
connections: { trial: { type: simulated } }
things: { box: { connection: trial, properties: { level: { type: number, from: { wave: sine, low: 18.5 } } } } }
`;

const unpinned =
  "no key of @ana:hs stands here: commands count once one is pinned, by emoji with their client, by !pair CODE, or by master_key here; trust: first-use takes the first one that comes (`roomwire operators` tells what is pinned)";

test("a right configuration ends with 0 and tells its warnings", async () => {
  const { code, lines, config } = await run(right);
  assert.equal(code, 0);
  assert.deepEqual(lines, [
    `warning: ${config}:2:13  operators[0]: ${unpinned}`,
    `${config}: good, 1 Thing on 1 connection`,
  ]);
  assert.deepEqual(readdirSync(directory), ["roomwire.yaml"]);
});

test("a wrong configuration ends with 1 and tells every problem on a line", async () => {
  const { code, lines, config } = await run(right.replace("wave: sine", "wave: sinee").replace("https://hs", "hs"));
  assert.equal(code, 1);
  assert.deepEqual(lines, [
    `${config}:1:23  matrix.homeserver: should be the homeserver's address, such as https://matrix.example.org`,
    `${config}:4:88  things.box.properties.level.from.wave: should be one of sine, square, triangle, sawtooth, constant; did you mean "sine"?`,
    `warning: ${config}:2:13  operators[0]: ${unpinned}`,
    `${config}: 2 problems`,
  ]);
});

test("--json tells the same as one object", async () => {
  const { code, lines } = await run("matrix: {}\n", true);
  assert.equal(code, 1);
  const told = JSON.parse(lines.join("\n"));
  assert.equal(told.ok, false);
  assert.deepEqual(
    told.problems.map(({ path }: { path: string }) => path),
    ["matrix.homeserver", "matrix.user"],
  );
});

test("a file that is not there is a problem with a remedy", async () => {
  const lines: string[] = [];
  const config = join(directory, "nowhere.yaml");
  assert.equal(await check({ config, json: false }, (line) => lines.push(line)), 1);
  assert.match(lines[0] ?? "", /nowhere\.yaml:1:1 {2}cannot be read \(ENOENT.*\); name it with --config/);
});
