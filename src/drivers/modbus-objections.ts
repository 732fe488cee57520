import type { Objection } from "../config/driver-schemas.ts";
import { hexBytes } from "../core/hex-bytes.ts";
import type { DriverParts } from "./define-driver.ts";
import { durationObjections } from "./duration-objections.ts";
import {
  type ModbusConnection,
  type ModbusFrom,
  type ModbusTo,
  type modbusSchemas,
  mostByDefault,
} from "./modbus-schemas.ts";
import { parseModbusUrl } from "./modbus-url.ts";
import { formSize } from "./number-forms.ts";
import { isBits, registerCount, registerPlace, registerSpan } from "./register-place.ts";

type Schemas = typeof modbusSchemas;

/** What no schema can say of Modbus. */
export const modbusObjections: NonNullable<
  DriverParts<Schemas["connection"], Schemas["from"], Schemas["to"]>["objections"]
> = {
  connection: (settings) => [
    ...way(settings),
    ...durationObjections("timeout", settings.timeout, 10),
    ...durationObjections("pause", settings.pause, 0),
  ],
  from: (settings, connection) => [
    ...unit(settings, connection),
    ...place(settings),
    ...absent(settings),
    ...span(settings, connection?.most ?? mostByDefault),
    ...durationObjections("poll", settings.poll, 50),
  ],
  to: (settings, connection) => [...unit(settings, connection), ...place(settings), ...multiple(settings)],
};

const objection = (key: string, message: string): Objection => ({ keys: [key], message });

const ofLines = ["baud_rate", "stop_bits", "parity", "direction", "direction_inverted"] as const;

function way(settings: ModbusConnection): readonly Objection[] {
  if (settings.url === undefined) {
    return [
      ...(settings.baud_rate === undefined ? [objection("baud_rate", "needs baud_rate: a line has a speed")] : []),
      ...(settings.direction_inverted !== undefined && settings.direction === undefined
        ? [objection("direction_inverted", "belongs to direction, and there is none")]
        : []),
    ];
  }
  return [
    ...ofLines.flatMap((key) => (settings[key] === undefined ? [] : [objection(key, "belongs to a line, not to url")])),
    ...(parseModbusUrl(settings.url) === undefined
      ? [objection("url", "should be tcp://HOST, tcp://HOST:PORT or rtu+tcp://HOST:PORT")]
      : []),
  ];
}

/** MODBUS over Serial Line V1.02, 2.2. */
function unit({ unit }: ModbusFrom | ModbusTo, connection: ModbusConnection | undefined): readonly Objection[] {
  if (unit === undefined || connection === undefined || connection.url?.startsWith("tcp") === true) return [];
  if (unit === 0) return [objection("unit", "0 means all stations of a line, and none of them answers")];
  return unit > 247 ? [objection("unit", "should be at most 247 on a line")] : [];
}

function place(settings: ModbusFrom | ModbusTo): readonly Objection[] {
  const { table = "holding", form = "u16", order, bit, scale_register, register } = settings;
  if (isBits(table)) {
    const keys = ["form", "order", "bit", "scale_register"] as const;
    return keys.flatMap((key) =>
      settings[key] === undefined ? [] : [objection(key, `belongs to registers; ${table} is one bit`)],
    );
  }
  const found: Objection[] = [];
  const size = formSize(`${form}be`);
  if (order !== undefined && size === 2) found.push(objection("order", `${form} is one register; nothing to order`));
  if (bit !== undefined && form.startsWith("f"))
    found.push(objection("bit", `only whole numbers have bits, not ${form}`));
  else if (bit !== undefined && bit >= 8 * size)
    found.push(objection("bit", `${form} has bits 0 to ${8 * size - 1} only`));
  if (bit !== undefined && scale_register !== undefined) {
    found.push(objection("scale_register", "cannot stand beside bit; keep one of the two"));
  }
  if (register + size / 2 > 65_536) found.push(objection("register", `${form} ends behind the last register, 65535`));
  return found;
}

function absent({ absent_hex, table = "holding", form = "u16" }: ModbusFrom): readonly Objection[] {
  if (absent_hex === undefined) return [];
  if (isBits(table)) return [objection("absent_hex", `belongs to registers; ${table} is one bit`)];
  const size = formSize(`${form}be`);
  if (hexBytes(absent_hex)?.length === size) return [];
  return [objection("absent_hex", `should be ${size} bytes, as long as ${form}`)];
}

/** Both are read by one question, so that they belong together. */
function span(settings: ModbusFrom, most: number): readonly Objection[] {
  const at = registerPlace(settings);
  const { address, end } = registerSpan(at);
  if (end - address <= most) return [];
  if (registerCount(at) > most)
    return [objection("form", `needs ${registerCount(at)} registers; \`most\` allows ${most}`)];
  const remedy = end - address <= 125 ? `; say \`most: ${end - address}\` at the connection` : "";
  return [objection("scale_register", `is ${end - address} registers away, ${most} are read at once${remedy}`)];
}

function multiple({ multiple, table }: ModbusTo): readonly Objection[] {
  if (multiple === undefined || table !== "coil") return [];
  return [objection("multiple", "belongs to registers; a coil is written by itself")];
}
