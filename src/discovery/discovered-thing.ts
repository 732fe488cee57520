/** What a broker holds, or said while somebody listened: payloads as text, by topic. */
export type HeardMessages = ReadonlyMap<string, string>;

/** Plain data in the words of the configuration. */
export type Plain = null | boolean | number | string | readonly Plain[] | PlainMap;
export interface PlainMap {
  readonly [key: string]: Plain;
}

/** The keys of a Thing but for `title` and `connection`, which whoever writes it knows better. */
export interface ThingKeys {
  readonly from?: PlainMap;
  readonly to?: PlainMap;
  readonly available?: PlainMap;
  readonly properties: Readonly<Record<string, PlainMap>>;
  readonly actions: Readonly<Record<string, PlainMap>>;
}

/** Something that a device says of itself and that cannot stand in a configuration. */
export interface Unmapped {
  readonly what: string;
  readonly why: string;
}

/** A device that said what it is. */
export interface DiscoveredThing {
  /** The convention that it follows, such as `zigbee2mqtt`. */
  readonly convention: string;
  /** As it calls itself: any text. */
  readonly name: string;
  /** What it keeps when it is renamed, such as its address; undefined where it says none. */
  readonly device?: string;
  /** Maker and model as it says them; empty where it does not. */
  readonly model: string;
  readonly keys: ThingKeys;
  readonly unmapped: readonly Unmapped[];
}

/** One way in which devices say what they are. */
export interface Convention {
  readonly name: string;
  /** Topic filters of what it looks at. */
  readonly filters: readonly string[];
  /** Messages in, Things out, each when it is asked for. Never throws, whatever they hold. */
  readonly discover: (messages: HeardMessages) => Iterable<DiscoveredThing>;
}
