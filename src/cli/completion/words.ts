/** What can be typed after `roomwire`. */
export interface Words {
  readonly commands: readonly CommandWord[];
  /** Long options, without their dashes. */
  readonly flags: readonly { readonly name: string; readonly takes: "nothing" | "file" | "directory" | "text" }[];
}

export interface CommandWord {
  readonly name: string;
  /** A few words about it. */
  readonly does: string;
  /** What may follow it. */
  readonly next: readonly string[];
}
