import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { serveSimulatedHardware } from "../../src/machine/serve-simulated-hardware.ts";
import { simulatedHardware } from "../../src/machine/simulated-hardware.ts";
import { openSimulationControl } from "../../src/machine/simulation-control.ts";

function fresh() {
  let now = 1000;
  const hardware = simulatedHardware({ now: () => now++ });
  const told: (string | undefined)[] = [];
  hardware.watch("pump", (level) => told.push(level));
  return { hardware, told };
}

test("a line keeps its level and every real change of it", async () => {
  const { hardware, told } = fresh();
  await hardware.write("pump", "true");
  await hardware.write("pump", "true");
  await hardware.write("pump", "false");
  assert.equal(hardware.read("pump"), "false");
  assert.deepEqual(told, ["0", "true", "true", "false"]);
  assert.deepEqual(hardware.edges(), [
    { line: "pump", level: "true", at: 1000 },
    { line: "pump", level: "false", at: 1001 },
  ]);
});

test("a line that sticks takes a write and does nothing", async () => {
  const { hardware } = fresh();
  hardware.setFault("pump", "stick");
  await hardware.write("pump", "true");
  assert.equal(hardware.read("pump"), "0");
  assert.deepEqual(hardware.edges(), []);
});

test("a line that lies does what it is told and says something else", async () => {
  const { hardware, told } = fresh();
  hardware.setFault("pump", "lie", "false");
  await hardware.write("pump", "true");
  assert.equal(told.at(-1), "false");
  assert.equal(hardware.edges().at(-1)?.level, "true");
  hardware.setFault("pump", "none");
  assert.equal(told.at(-1), "true");
});

test("a line that fails refuses and reports a fault", async () => {
  const { hardware, told } = fresh();
  hardware.setFault("pump", "fail");
  await assert.rejects(hardware.write("pump", "true"), /refuses/);
  assert.equal(told.at(-1), undefined);
});

test("another process sets faults and reads what happened, over the socket", async () => {
  const folder = mkdtempSync(join(tmpdir(), "simulated-hardware-"));
  const { hardware } = fresh();
  {
    await using _server = await serveSimulatedHardware(hardware, join(folder, "lines"));
    using control = await openSimulationControl(join(folder, "lines"));
    await control.write("pump", "true");
    await control.setFault("pump", "fail");
    await assert.rejects(control.write("pump", "false"), /refuses/);
    assert.deepEqual(await control.edges(), [{ line: "pump", level: "true", at: 1000 }]);
  }
  rmSync(folder, { recursive: true });
});

test("whoever talks nonsense to the socket is cut off, and the others go on", async () => {
  const folder = mkdtempSync(join(tmpdir(), "simulated-hardware-"));
  {
    await using _server = await serveSimulatedHardware(fresh().hardware, join(folder, "lines"));
    using control = await openSimulationControl(join(folder, "lines"));
    for (const nonsense of ["{]\n", "null\n", '{"do":"dance"}\n', `{"do":"write","id":1}\n[`]) {
      const socket = connect(join(folder, "lines"));
      socket.on("error", () => {});
      const closed = new Promise((done) => socket.once("close", done));
      socket.end(nonsense);
      socket.resume();
      await closed;
    }
    await control.write("pump", "true");
    assert.equal((await control.edges()).filter(({ line }) => line === "pump").length, 1);
  }
  rmSync(folder, { recursive: true });
});
