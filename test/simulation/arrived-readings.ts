import type { Column } from "../../schemas/telemetry.ts";
import type { Content } from "../crash/state-place.ts";

export interface ArrivedReading {
  readonly path: string;
  readonly isOk: boolean;
  readonly text: string;
}

/** In the order of the event itself; a consumer may sort them by their times, which a clock that was set makes worthless here. */
export function arrivedReadings({ columns }: Content): ArrivedReading[] {
  let [thing, kind]: [string | undefined, Column["kind"] | undefined] = [undefined, undefined];
  return (columns as readonly Column[]).flatMap((column) => {
    thing = column.thing ?? thing;
    kind = column.kind ?? kind;
    const path = `${thing}/${column.name}`;
    const words = "words" in column ? column.words : undefined;
    const holes = (column.holes ?? []).map((hole) => ({ path, isOk: false, text: textOf(kind, words, hole[2]) }));
    return [...cellsOf(kind, column).map((cell) => ({ path, isOk: true, text: textOf(kind, words, cell) })), ...holes];
  });
}

function cellsOf(kind: Column["kind"], column: Column): readonly unknown[] {
  if ("indexes" in column) return column.indexes;
  if (kind === "boolean") return column.values;
  let sum = 0n;
  return column.values.map((difference) => {
    sum += BigInt(difference);
    return String(sum);
  });
}

function textOf(kind: Column["kind"], words: readonly string[] | undefined, cell: unknown): string {
  if (cell === undefined) return "-";
  if (kind === "boolean") return String(cell === 1);
  return words === undefined ? String(cell) : (words[Number(cell)] ?? "?");
}
