/** Prints what is measured, and judges it: ratios, memory and bytes, and what goes by a moved clock; never what depends on the machine. */
export interface Judge {
  say(line: string): void;
  /** Prints a judged figure, and whether it holds. */
  atMost(name: string, value: number, limit: number, show: (value: number) => string): void;
  atLeast(name: string, value: number, limit: number, show: (value: number) => string): void;
  /** Names of the figures that did not hold. */
  readonly failed: readonly string[];
}

export function judge(): Judge {
  const failed: string[] = [];
  const say = (line: string): void => void process.stdout.write(`${line}\n`);
  const tell = (holds: boolean, name: string, figures: string): void => {
    if (!holds) failed.push(name);
    say(`  ${holds ? "holds" : "FAILS"}: ${name} ${figures}`);
  };
  return {
    say,
    atMost: (name, value, limit, show) => tell(value <= limit, name, `${show(value)}, at most ${show(limit)}`),
    atLeast: (name, value, limit, show) => tell(value >= limit, name, `${show(value)}, at least ${show(limit)}`),
    failed,
  };
}
