import type { PlainMap } from "./discovered-thing.ts";
import type { DraftKeys } from "./draft-keys.ts";
import { type JsonMap, mapOf } from "./read-message.ts";

/** One component of a device, such as `switch:0`. */
export interface ShellyComponent {
  readonly prefix: string;
  readonly component: string;
  readonly kind: string;
  /** What tells it from its like; empty where there is only one. */
  readonly name: string;
  readonly status: JsonMap;
  readonly keys: DraftKeys;
}

type Measure = readonly [name: string, path: string, description: PlainMap];

const number = (unit?: string): PlainMap => ({ type: "number", ...(unit !== undefined && { unit }) });
const flag = (on: string, off: string): PlainMap => ({ type: "boolean", labels: { true: on, false: off } });

const electric: readonly Measure[] = [
  ["power", "/apower", number("W")],
  ["voltage", "/voltage", number("V")],
  ["current", "/current", number("A")],
  ["frequency", "/freq", number("Hz")],
  ["power_factor", "/pf", number()],
  ["energy", "/aenergy/total", number("Wh")],
  ["returned_energy", "/ret_aenergy/total", number("Wh")],
  ["device_temperature", "/temperature/tC", number("°C")],
];

const phases: readonly Measure[] = ["a", "b", "c"].flatMap((phase): Measure[] => [
  [`power_${phase}`, `/${phase}_act_power`, number("W")],
  [`voltage_${phase}`, `/${phase}_voltage`, number("V")],
  [`current_${phase}`, `/${phase}_current`, number("A")],
]);

/** What can be read of each kind of component: those that its status holds are taken (Shelly API, generation 2, components). */
const measures: Readonly<Record<string, readonly Measure[]>> = {
  switch: electric,
  light: [...electric],
  cover: electric,
  pm1: electric,
  em1: [
    ["power", "/act_power", number("W")],
    ["voltage", "/voltage", number("V")],
    ["current", "/current", number("A")],
  ],
  em1data: [
    ["energy", "/total_act_energy", number("Wh")],
    ["returned_energy", "/total_act_ret_energy", number("Wh")],
  ],
  em: [["power", "/total_act_power", number("W")], ...phases],
  emdata: [
    ["energy", "/total_act", number("Wh")],
    ["returned_energy", "/total_act_ret", number("Wh")],
  ],
  temperature: [["temperature", "/tC", number("°C")]],
  humidity: [["humidity", "/rh", number("%RH")]],
  illuminance: [["illuminance", "/lux", number("lx")]],
  voltmeter: [["voltage", "/voltage", number("V")]],
  devicepower: [
    ["battery", "/battery/percent", number("%")],
    ["battery_voltage", "/battery/V", number("V")],
  ],
  input: [["input", "/state", flag("on", "off")]],
  smoke: [["smoke", "/alarm", flag("smoke", "clear")]],
  flood: [["flood", "/alarm", flag("wet", "dry")]],
};

/** Properties and actions of one component. */
export function addShellyComponent(part: ShellyComponent): void {
  const { prefix, component, kind, name, status, keys } = part;
  const known = Object.hasOwn(measures, kind) ? measures[kind] : undefined;
  if (known === undefined) keys.leaveOut(component, `there is nothing here for a ${kind}`);
  const topic = `${prefix}/status/${component}`;
  if (kind === "switch" || kind === "light") addOutput(part, topic);
  if (kind === "cover") addCover(part, topic);
  for (const [measure, path, description] of known ?? []) {
    const value = path
      .slice(1)
      .split("/")
      .reduce<unknown>((inner, step) => mapOf(inner)[step], status);
    if (value === undefined || typeof value === "object") continue;
    keys.property(`${measure}${name}`, { ...description, from: { topic, path, optional: true } });
  }
}

/** Commands go to `<prefix>/command/…`, where `status_update` has the status said anew. */
function command({ prefix, component }: ShellyComponent): { readonly topic: string; readonly ask: PlainMap } {
  const topic = `${prefix}/command/${component}`;
  return { topic, ask: { request_topic: topic, request: "status_update" } };
}

function addOutput(part: ShellyComponent, topic: string): void {
  const { topic: to, ask } = command(part);
  part.keys.property(`output${part.name}`, {
    ...flag("on", "off"),
    from: { topic, path: "/output", optional: true, ...ask },
    to: { topic: to, values: { true: "on", false: "off" }, safe_value: null },
    read_back: { within: "10s" },
  });
  if (part.kind === "light" && typeof part.status.brightness === "number") {
    part.keys.property(`brightness${part.name}`, {
      type: "number",
      unit: "%",
      minimum: 0,
      maximum: 100,
      from: { topic, path: "/brightness", optional: true },
    });
    part.keys.leaveOut(`${part.component} brightness`, "it is read only; Shelly sets it by RPC");
  }
}

function addCover(part: ShellyComponent, topic: string): void {
  const { topic: to, ask } = command(part);
  const words = ["open", "closed", "opening", "closing", "stopped", "calibrating"];
  part.keys.property(`cover${part.name}`, {
    type: "string",
    enum: words,
    from: { topic, path: "/state", optional: true, ...ask },
  });
  if (typeof part.status.current_pos === "number") {
    part.keys.property(`position${part.name}`, {
      type: "integer",
      unit: "%",
      minimum: 0,
      maximum: 100,
      from: { topic, path: "/current_pos", optional: true },
      to: { topic: to, payload: "pos,{value}", safe_value: null },
      read_back: { within: "2m" },
    });
  }
  for (const [action, value] of [
    ["open", "open"],
    ["close", "close"],
    ["halt", "stop"],
  ] as const) {
    part.keys.action(`${action}${part.name}`, { to: { topic: to, value, safe_value: null } });
  }
}
