import type { ModbusSettings } from "../core/modbus-bus.ts";

/** Port of Modbus TCP (MODBUS Messaging on TCP/IP Implementation Guide V1.0b, 4.3.1.1). */
const modbusPort = 502;

type OverNetwork = Extract<ModbusSettings, { readonly host: string }>;

/** `tcp://host`, `tcp://host:port`, `rtu+tcp://host:port`, an IPv6 address in brackets; undefined: none of these. */
export function parseModbusUrl(url: string): OverNetwork | undefined {
  const parts = /^(tcp|rtu\+tcp):\/\/(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)(?::(\d{1,5}))?$/.exec(url);
  if (parts === null) return undefined;
  const [, way, name = "", number] = parts;
  const port = number === undefined ? modbusPort : Number.parseInt(number, 10);
  if (port < 1 || port > 65_535 || (way !== "tcp" && number === undefined)) return undefined;
  return { over: way === "tcp" ? "tcp" : "rtu-over-tcp", host: name.replace(/^\[|\]$/g, ""), port };
}
