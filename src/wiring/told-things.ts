import type { ThingContent } from "../../schemas/thing.ts";
import { asThingId, isId, type RoomId, type ThingId } from "../core/ids.ts";
import type { ControlStore } from "../core/store-ports.ts";

/** What a room's state, or its snapshots, say of Things, also of those that the configuration has no more: kept as facts, over restarts and reloads. */
export class ToldThings {
  readonly #store: Pick<ControlStore, "fact" | "setFact">;
  readonly #room: RoomId;
  readonly #ids: Set<ThingId>;
  readonly #present: ReadonlySet<ThingId>;
  readonly #way: "described" | "in-snapshots";

  /** `present`: what the configuration has. */
  constructor(
    store: Pick<ControlStore, "fact" | "setFact">,
    room: RoomId,
    present: readonly ThingId[],
    way: "described" | "in-snapshots" = "described",
  ) {
    this.#store = store;
    this.#room = room;
    this.#way = way;
    this.#present = new Set(present);
    this.#ids = new Set(readIds(store.fact(this.#listFact())));
    // An agent that kept no list told of them.
    for (const id of present) if (store.fact(this.#factOf(id)) !== undefined) this.#keep(id);
  }

  /** Those of which the room was told, and not that they are gone, though the configuration has them no more. */
  gone(): readonly ThingId[] {
    return [...this.#ids].filter((id) => !this.#present.has(id));
  }

  /** Whether the room's state says just this. */
  says(id: ThingId, content: ThingContent): boolean {
    return this.#store.fact(this.#factOf(id)) === JSON.stringify(content);
  }

  told(id: ThingId, content: object): void {
    const isGone = "gone" in content;
    if (!isGone) this.#keep(id);
    this.#store.setFact(this.#factOf(id), JSON.stringify(content));
    if (isGone && this.#ids.delete(id)) this.#save();
  }

  /** Without what it said: each snapshot says all of it again. */
  toldTogether(present: readonly ThingId[], gone: readonly ThingId[]): void {
    const before = this.#listText();
    for (const id of present) this.#ids.add(id);
    for (const id of gone) this.#ids.delete(id);
    if (this.#listText() !== before) this.#save();
  }

  #keep(id: ThingId): void {
    if (this.#ids.has(id)) return;
    this.#ids.add(id);
    this.#save();
  }

  #save(): void {
    this.#store.setFact(this.#listFact(), this.#listText());
  }

  #listText(): string {
    return JSON.stringify([...this.#ids]);
  }

  #listFact(): string {
    return `${this.#way}:${this.#room}`;
  }

  #factOf(id: ThingId): string {
    return `${this.#way}:${this.#room}:${id}`;
  }
}

function readIds(text: string | undefined): readonly ThingId[] {
  const ids = JSON.parse(text ?? "[]") as readonly string[];
  return ids.filter(isId).map(asThingId);
}
