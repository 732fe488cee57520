import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { parse } from "yaml";
import { discover } from "../../src/cli/discover.ts";
import { readConfiguration } from "../../src/cli/read-configuration.ts";
import { formatProblem } from "../../src/config/problem.ts";
import { openLog } from "../../src/machine/open-log.ts";
import { heardTree, treeNames } from "../discovery/heard-tree.ts";
import { type Mosquitto, mosquittoPath, startMosquitto } from "../drivers/rigs/mosquitto-rig.ts";
import { mqttFarSide } from "../drivers/rigs/mqtt-far-side.ts";
import { temporaryDirectory } from "../fakes/temporary-directory.ts";

const skip = mosquittoPath === undefined ? "Mosquitto is not installed: apt-get install mosquitto" : false;

/** A Mosquitto that holds what the devices of these trees said. */
async function brokerWith(trees: readonly string[]): Promise<Mosquitto> {
  const mosquitto = await startMosquitto();
  await using farSide = await mqttFarSide(mosquitto.url, "none");
  for (const tree of trees) for (const [topic, payload] of heardTree(tree)) await farSide.publish(topic, payload, true);
  return mosquitto;
}

function configurationWith(url: string, things: object = {}): string {
  return JSON.stringify({
    matrix: { homeserver: "https://hs", user: "@a:hs" },
    connections: { broker: { type: "mqtt", url } },
    things,
  });
}

async function run(config: string, options: { json?: boolean; write?: boolean; listen?: string } = {}) {
  const lines: string[] = [];
  const log = openLog({ level: "error" });
  const { json = false, write = false, listen } = options;
  const code = await discover({ config, json, write, listen }, log, (line) => lines.push(line));
  return { code, lines };
}

test("at a real broker every device of each convention is found, and all drafts together are one right configuration", {
  skip,
}, async () => {
  await using mosquitto = await brokerWith(treeNames);
  using directory = temporaryDirectory();
  const config = join(directory.path, "roomwire.yaml");
  writeFileSync(config, configurationWith(mosquitto.url));
  const { code, lines } = await run(config, { json: true });
  assert.equal(code, 0);
  const found = lines.map((line) => JSON.parse(line)).filter(({ connection }) => connection !== undefined);
  assert.deepEqual(
    Object.entries(Object.groupBy(found, ({ convention }) => convention)).map(([name, things = []]) => [
      name,
      things.length,
    ]),
    [
      ["zigbee2mqtt", 6],
      ["tasmota", 4],
      ["shelly", 5],
      ["home-assistant", 14],
      ["esphome", 1],
    ],
  );
  const things = Object.fromEntries(found.filter(({ thing }) => thing !== null).map(({ id, thing }) => [id, thing]));
  assert.equal(Object.keys(things).length, 26);
  writeFileSync(config, configurationWith(mosquitto.url, things));
  const read = readConfiguration(config, {});
  assert.deepEqual(read.ok ? [] : read.problems.map(formatProblem), []);
  const again = await run(config, { json: true });
  const known = again.lines
    .map((line) => JSON.parse(line))
    .filter(({ connection, thing }) => connection !== undefined && thing === null);
  assert.equal(known.filter((line) => line.known).length, 26);
  assert.deepEqual(readdirSync(directory.path), ["roomwire.yaml"]);
});

test("--write makes a file of each Thing, says what can be switched and what was left out, and overwrites none", {
  skip,
}, async () => {
  await using mosquitto = await brokerWith(["zigbee2mqtt"]);
  using directory = temporaryDirectory();
  const config = join(directory.path, "roomwire.yaml");
  writeFileSync(config, configurationWith(mosquitto.url));
  const { code, lines } = await run(config, { write: true });
  assert.equal(code, 0);
  const folder = join(directory.path, "things.d");
  assert.deepEqual(readdirSync(folder).sort(), [
    "bad_thermostat.yaml",
    "bulb.yaml",
    "hall_front_door.yaml",
    "kitchen_plug.yaml",
    "remote.yaml",
  ]);
  assert.ok(lines.some((line) => line.includes("0xaaaaaafffe010006") && line.includes("nothing of it can be taken")));
  assert.match(
    lines.at(-1) ?? "",
    /^5 files written: look at each, add "include: things\.d\/\*\.yaml" to .*roomwire\.yaml, then/,
  );
  const bulb = readFileSync(join(folder, "bulb.yaml"), "utf8");
  assert.match(
    bulb,
    /^# Found by `roomwire discover` at broker: zigbee2mqtt, Philips 9290012573A\.\n# Can be switched: state, brightness, color_temp\./,
  );
  assert.match(bulb, /^# Left out: effect: it is never in the state/m);
  const things = Object.assign(
    {},
    ...readdirSync(folder).map((file) => parse(readFileSync(join(folder, file), "utf8")).things),
  );
  const all = join(directory.path, "all.yaml");
  writeFileSync(all, configurationWith(mosquitto.url, things));
  const read = readConfiguration(all, {});
  assert.deepEqual(read.ok ? [] : read.problems.map(formatProblem), []);
  writeFileSync(join(folder, "bulb.yaml"), "# mine\n");
  const second = await run(config, { write: true });
  assert.equal(readFileSync(join(folder, "bulb.yaml"), "utf8"), "# mine\n");
  assert.ok(second.lines.some((line) => line.includes("things.d/bulb.yaml is there already and was left as it is")));
});

test("what is written is known to be taken in, whatever form the include has", { skip }, async () => {
  await using mosquitto = await brokerWith(["zigbee2mqtt"]);
  const ends: (boolean | undefined)[] = [];
  for (const include of ["things.d/*.yaml", ["more/*.yaml", "things.d/*.yaml"], "things.d/b*.yaml", "more/*.yaml"]) {
    using directory = temporaryDirectory();
    const config = join(directory.path, "roomwire.yaml");
    writeFileSync(config, JSON.stringify({ ...JSON.parse(configurationWith(mosquitto.url)), include }));
    const { lines } = await run(config, { write: true });
    assert.match(lines.at(-1) ?? "", /^5 files written/);
    ends.push(lines.at(-1)?.includes("add "));
  }
  assert.deepEqual(ends, [false, false, true, true]);
});

test("what a broker does not hold is heard while somebody listens", { skip }, async () => {
  await using mosquitto = await startMosquitto();
  using directory = temporaryDirectory();
  const config = join(directory.path, "roomwire.yaml");
  writeFileSync(config, configurationWith(mosquitto.url));
  await using farSide = await mqttFarSide(mosquitto.url, "none");
  const running = run(config, { listen: "2s" });
  let isOver = false;
  void running.finally(() => {
    isOver = true;
  });
  while (!isOver) {
    for (const [topic, payload] of heardTree("shelly")) await farSide.publish(topic, payload);
    await new Promise((done) => setImmediate(done));
  }
  const { lines } = await running;
  assert.ok(
    lines.some((line) => line.startsWith("broker: 5 devices in ")),
    lines[0],
  );
});

test("a broker that cannot be asked is told, and the exit code says so", async () => {
  using directory = temporaryDirectory();
  const config = join(directory.path, "roomwire.yaml");
  writeFileSync(config, configurationWith("mqtt://127.0.0.1:1"));
  const { code, lines } = await run(config);
  assert.equal(code, 1);
  assert.match(lines[0] ?? "", /^broker: nothing listens at mqtt:\/\/127\.0\.0\.1:1/);
  assert.equal(existsSync(join(directory.path, "things.d")), false);
});
