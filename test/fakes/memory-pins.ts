import type { AuditNote } from "../../src/core/audit-ports.ts";
import type { AffordancePath, UserId } from "../../src/core/ids.ts";
import type { Pin, PinStore, SwitchStore } from "../../src/core/store-ports.ts";

/** Pins, keys seen and switches, as they are at one moment. */
export interface PinState {
  readonly pins: Map<UserId, Pin>;
  readonly keysSeen: Map<UserId, readonly { readonly masterKey: string; readonly seenAt: number }[]>;
  readonly switches: Map<AffordancePath, readonly { readonly at: number; readonly on: boolean }[]>;
}

/** The part of the memory's control store that knows pins, keys seen and switches. */
export abstract class MemoryPins implements PinStore, SwitchStore {
  protected abstract readonly state: PinState;

  /** Makes a change and what the audit says of it one transaction; throws when the disk is to fail. */
  protected abstract write(change: () => void, note?: AuditNote): void;

  pins(): readonly Pin[] {
    return [...this.state.pins.values()];
  }

  pin(user: UserId): Pin | undefined {
    return this.state.pins.get(user);
  }

  setPin(pin: Pin, note: AuditNote): void {
    this.write(() => this.state.pins.set(pin.user, pin), note);
  }

  removePin(user: UserId, note: AuditNote): void {
    this.write(() => this.state.pins.delete(user), note);
  }

  sawKey(user: UserId, masterKey: string, at: number): boolean {
    const seen = this.keysSeen(user);
    if (seen.at(-1)?.masterKey === masterKey) return false;
    this.write(() => this.state.keysSeen.set(user, [...seen, { masterKey, seenAt: at }]));
    return true;
  }

  keysSeen(user: UserId): readonly { readonly masterKey: string; readonly seenAt: number }[] {
    return this.state.keysSeen.get(user) ?? [];
  }

  switches(path: AffordancePath, limit: number): readonly { readonly at: number; readonly on: boolean }[] {
    return (this.state.switches.get(path) ?? []).slice(0, limit);
  }

  noteSwitch(path: AffordancePath, on: boolean, at: number): void {
    const before = this.state.switches.get(path) ?? [];
    this.write(() => this.state.switches.set(path, [{ at, on }, ...before]));
  }
}
