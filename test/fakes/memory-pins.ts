import type { AuditNote } from "../../src/core/audit-ports.ts";
import type { AffordancePath, UserId } from "../../src/core/ids.ts";
import type { Pin, PinStore, SwitchStore } from "../../src/core/store-ports.ts";

/** The part of the memory's control store that knows pins, keys seen and switches. */
export abstract class MemoryPins implements PinStore, SwitchStore {
  readonly #pins = new Map<UserId, Pin>();
  readonly #keysSeen = new Map<UserId, { readonly masterKey: string; readonly seenAt: number }[]>();
  readonly #switches = new Map<AffordancePath, { readonly at: number; readonly on: boolean }[]>();

  /** Makes a change and what the audit says of it one transaction; throws when the disk is to fail. */
  protected abstract write(change: () => void, note?: AuditNote): void;

  pins(): readonly Pin[] {
    return [...this.#pins.values()];
  }

  pin(user: UserId): Pin | undefined {
    return this.#pins.get(user);
  }

  setPin(pin: Pin, note: AuditNote): void {
    this.write(() => this.#pins.set(pin.user, pin), note);
  }

  removePin(user: UserId, note: AuditNote): void {
    this.write(() => this.#pins.delete(user), note);
  }

  sawKey(user: UserId, masterKey: string, at: number): boolean {
    const seen = this.#keysSeen.get(user) ?? [];
    if (seen.at(-1)?.masterKey === masterKey) return false;
    this.write(() => this.#keysSeen.set(user, [...seen, { masterKey, seenAt: at }]));
    return true;
  }

  keysSeen(user: UserId): readonly { readonly masterKey: string; readonly seenAt: number }[] {
    return this.#keysSeen.get(user) ?? [];
  }

  switches(path: AffordancePath, limit: number): readonly { readonly at: number; readonly on: boolean }[] {
    return (this.#switches.get(path) ?? []).slice(0, limit);
  }

  noteSwitch(path: AffordancePath, on: boolean, at: number): void {
    this.write(() => this.#switches.set(path, [{ at, on }, ...(this.#switches.get(path) ?? [])]));
  }
}
