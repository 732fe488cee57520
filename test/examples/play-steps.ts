import assert from "node:assert/strict";
import { Findings } from "../../src/config/problem.ts";
import { type Profile, readProfile } from "../../src/config/read-profile.ts";
import { carryOut } from "../../src/control/carry-out.ts";
import type { Command } from "../../src/core/command.ts";
import { formatDecimal, parseDecimal } from "../../src/core/decimal.ts";
import type { AffordancePath, RoomId, ThingId, UserId } from "../../src/core/ids.ts";
import type { Outcome } from "../../src/core/outcome.ts";
import { isDecimal, type Value } from "../../src/core/value.ts";
import { packageFiles } from "../../src/machine/package-files.ts";
import { type ExampleStage, w1Place } from "./example-stage.ts";
import type { CommandStep, Heard, Saying, Step } from "./play-file.ts";

/** Plays what the devices say and people ask, and holds what comes of it against what is written. */
export async function playSteps(stage: ExampleStage, steps: readonly Step[]): Promise<void> {
  for (const step of steps) await playStep(stage, step);
}

async function playStep(stage: ExampleStage, step: Step): Promise<void> {
  if ("say" in step) await say(stage, step.say);
  else if ("heard" in step) await hear(stage, step.heard);
  else if ("alerts" in step) await expectAlerts(stage, step.alerts);
  else if ("expect" in step) await expectValues(stage, step.expect);
  else if ("wait" in step) await stage.wait(step.wait * 1000);
  else await command(stage, step);
}

async function say(stage: ExampleStage, saying: Saying): Promise<void> {
  if ("topic" in saying) await stage.publish(saying.topic, saying.payload, saying.retain ?? false);
  else if ("line" in saying) stage.writeLine(saying.line);
  else if ("gpio" in saying) stage.header.drive(saying.gpio, saying.is === "high");
  else if ("register" in saying) stage.stations.set(1, "holding", saying.register, saying.is);
  else if ("w1" in saying) sayOverOneWire(stage, saying.w1, saying.says);
  else {
    const sample = profileOf(saying.profile).samples[saying.sample] ?? assert.fail("no such sample");
    if (sample.request === undefined) stage.writeLine(sample.payload);
    else holdRegisters(stage, sample.request, sample.payload);
  }
}

/** A sensor that says nothing is off the bus, and back with what it says next. */
function sayOverOneWire({ sysfs }: ExampleStage, id: string, text: string | null): void {
  if (text === null) sysfs.unplug("w1", w1Place(id));
  else if (sysfs.has("w1", w1Place(id))) sysfs.say(w1Place(id), "w1_slave", text);
  else sysfs.plug("w1", w1Place(id), { w1_slave: text });
}

/** The station then holds what it answers in the sample (MODBUS Application Protocol V1.1b3, 6.3 and 6.4). */
function holdRegisters({ stations }: ExampleStage, request: Uint8Array, answer: Uint8Array): void {
  const [asked, told] = [Buffer.from(request), Buffer.from(answer)];
  const table =
    ({ 3: "holding", 4: "input" } as const)[asked.readUInt8(1)] ?? assert.fail("not a question for registers");
  const registers = Array.from({ length: told.readUInt8(2) / 2 }, (_, at) => told.readUInt16BE(3 + 2 * at));
  stations.set(asked.readUInt8(0), table, asked.readUInt16BE(2), registers);
}

function profileOf(name: string): Profile {
  const found = packageFiles().readProfile(name) ?? assert.fail(name);
  return readProfile(name, found.file, found.text, new Findings()) ?? assert.fail(name);
}

/** What was heard counts once. */
async function hear(stage: ExampleStage, heard: Heard): Promise<void> {
  if ("gpio" in heard) {
    const { gpio, is } = heard;
    return await stage.until(`GPIO${gpio} is ${is}`, () => stage.header.level(gpio) === (is === "high"));
  }
  if ("pwm" in heard) {
    const { pwm, duty } = heard;
    return await stage.until(`channel ${pwm} is on for ${duty} %`, () => stage.duty(pwm) === duty);
  }
  const wanted = "line" in heard ? heard.line : `${heard.topic} ${heard.payload}`;
  await stage.until(`${JSON.stringify(wanted)} is heard`, () => stage.heard.includes(wanted));
  const list = stage.heard as string[];
  list.splice(list.indexOf(wanted), 1);
}

async function expectValues(stage: ExampleStage, values: Readonly<Record<string, unknown>>): Promise<void> {
  for (const [path, wanted] of Object.entries(values)) {
    const seen = (): unknown => {
      const reading = stage.device.readings.latest.get(path as AffordancePath);
      return reading?.quality === "ok" ? plain(reading.value) : reading?.quality;
    };
    await stage
      .until(`${path} is ${wanted}`, () => seen() === wanted)
      .catch((error: unknown) => {
        throw new Error(`${String(error)}; it is ${String(seen())}`);
      });
  }
}

async function expectAlerts(stage: ExampleStage, wanted: readonly string[]): Promise<void> {
  const standing = (): string => stage.device.alerts.board.standing.map(({ text }) => text).join("; ");
  await stage
    .until(`people are called for ${wanted}`, () => standing() === wanted.join("; "))
    .catch((error: unknown) => {
      throw new Error(`${String(error)}; it is ${standing()}`);
    });
}

function plain(value: Value | undefined): boolean | number | string | undefined {
  return isDecimal(value) ? Number(formatDecimal(value)) : value;
}

async function command(stage: ExampleStage, step: CommandStep): Promise<void> {
  const { device, configuration } = stage;
  const parts = {
    ...device.outputs.acting,
    alerts: device.alerts.desk,
    things: configuration.things,
    latest: (path: AffordancePath) => device.readings.latest.get(path),
    refresh: (path: AffordancePath) => device.hardware.refresh(path),
  };
  let outcome: Outcome | undefined;
  const ending = carryOut(commandOf(step.command), new AbortController().signal, parts).then((end) => {
    outcome = end;
  });
  await playSteps(stage, step.meanwhile ?? []);
  await stage.until("the command has ended", () => outcome !== undefined);
  await ending;
  const code = outcome !== undefined && "code" in outcome ? ` ${outcome.code}` : "";
  assert.equal(
    `${outcome?.status}${code}`,
    step.end,
    outcome !== undefined && "detail" in outcome ? outcome.detail : "",
  );
}

function commandOf({ write, input, invoke }: CommandStep["command"]): Command {
  const [thing = "", name = ""] = (write ?? invoke ?? "").split("/");
  return {
    id: "1",
    sender: "@ana:example.org" as UserId,
    room: "!room" as RoomId,
    eventId: "$event",
    source: "event",
    thing: thing as ThingId,
    op: write === undefined ? "invoke" : "write",
    name,
    input: typeof input === "number" ? parseDecimal(String(input)) : input,
    lease: undefined,
    pulse: undefined,
    expiresAt: undefined,
  };
}
