/** Connections and Things for a new configuration, as YAML below `connections:` and `things:`, indented by two. */
export interface FoundThings {
  /** What it is, each a sentence for the person at the terminal. */
  readonly what: readonly string[];
  readonly connections: string;
  readonly things: string;
}

/** What one way of finding hardware found. */
export interface FoundHardware {
  readonly what: string;
  readonly connections: string;
  readonly things: string;
  /** There will be readings of it. */
  readonly hasThings: boolean;
}
