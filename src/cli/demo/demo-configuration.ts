import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { UserId } from "../../core/ids.ts";

export interface DemoConfiguration {
  readonly directory: string;
  readonly homeserver: string;
  readonly agent: UserId;
  readonly agentPassword: string;
  readonly operator: UserId;
  readonly masterKey: string;
  readonly brokerUrl: string;
  readonly hardwareSocket: string;
  readonly serialPort: string;
  /** Least ms between two reported numbers of serial lines; 0: all of them. */
  readonly linesAtMostEveryMs: number;
  readonly telemetryEveryMs: number;
}

/** Writes the agent's configuration and its password file; returns the configuration's path. */
export function demoConfiguration(settings: DemoConfiguration): string {
  const file = join(settings.directory, "roomwire.yaml");
  writeFileSync(join(settings.directory, "agent.password"), `${settings.agentPassword}\n`, { mode: 0o600 });
  writeFileSync(file, yaml(settings), { mode: 0o600 });
  return file;
}

const yaml = (settings: DemoConfiguration): string => `# Written by the demo.
matrix:
  homeserver: ${settings.homeserver}
  user: "${settings.agent}"
  password_file: agent.password
  device_name: Greenhouse
clock: trusted
state_directory: ${join(settings.directory, "agent")}
storage: { durability: 500ms } # with the time on the line, less than a second is lost at kill -9
telemetry: { every: ${settings.telemetryEveryMs}ms }
operators:
  - user: "${settings.operator}"
    master_key: ${settings.masterKey}
    may: [read, write, invoke, admin]
connections:
  header: { type: simulated, socket: ${settings.hardwareSocket} }
  meter: { type: serial, path: ${settings.serialPort}, baud_rate: 9600, frame: line }
  broker: { type: mqtt, url: "${settings.brokerUrl}" }
things:
  greenhouse:
    title: Greenhouse
    properties:
      soil:
        title: Soil temperature
        type: number
        unit: Cel
        decimals: 2
        from: { connection: meter, match: 'T=(?<t>-?\\d+(?:\\.\\d+)?)', group: t }
        report: { change: 0.05, at_most_every: 5s }
      line:
        title: Number of the serial line
        type: integer
        from: { connection: meter, match: '^N=(?<n>\\d+) ', group: n }
        report: { at_most_every: ${settings.linesAtMostEveryMs}ms }
      light:
        type: number
        unit: lx
        decimals: 0
        from: { connection: header, wave: sine, low: 200, high: 900, noise: 5, period: 2m, every: 2s }
        report: { change: 5, at_most_every: 10s }
      lamp:
        type: boolean
        from: { connection: header, line: lamp }
        to: { connection: header, line: lamp, safe_value: false }
        limits: { max_on: 10m }
      pump:
        type: boolean
        from: { connection: header, line: pump }
        to: { connection: header, line: pump, safe_value: false }
        read_back: { within: 30s }
        limits: { max_on: 5m }
      valve:
        title: Main valve
        type: boolean
        critical: true
        from: { connection: header, line: valve }
        to: { connection: header, line: valve, safe_value: false }
        limits: { max_on: 5m }
  room:
    title: Living room
    profile: zigbee2mqtt/climate
    with: { name: Living room }
    connection: broker
    available:
      topic: zigbee2mqtt/Living room/availability
      path: /state
      values: { true: online, false: offline }
    properties:
      temperature: { report: { change: 0.05, at_most_every: 5s } }
      humidity: { report: { change: 0.1, at_most_every: 5s } }
`;
