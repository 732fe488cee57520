import { isId } from "../../core/ids.ts";
import { plainObject } from "../../core/plain-object.ts";
import type { PlainMap } from "../../discovery/discovered-thing.ts";

/** A device that was adopted: its Thing as the configuration would have it, and what it is known by. */
export interface KeptDevice {
  readonly connection: string;
  readonly convention: string;
  /** What stays when it is renamed, where it says such a thing; else a topic of it. */
  readonly device: string;
  /** Of its Thing: given once, kept for ever. */
  readonly id: string;
  readonly thing: PlainMap;
}

export function keptText(devices: readonly KeptDevice[]): string {
  return `${JSON.stringify({ v: 1, devices }, undefined, 1)}\n`;
}

/** What makes no sense is left out. Never throws. */
export function keptDevices(text: string | undefined): readonly KeptDevice[] {
  try {
    const { v, devices } = plainObject(JSON.parse(text ?? "{}"));
    return v === 1 && Array.isArray(devices) ? devices.filter(isKept) : [];
  } catch {
    return [];
  }
}

function isKept(entry: unknown): entry is KeptDevice {
  const { connection, convention, device, id, thing } = plainObject(entry);
  const isNamed = [connection, convention, device].every((text) => typeof text === "string");
  return isNamed && typeof id === "string" && isId(id) && typeof thing === "object" && thing !== null;
}
