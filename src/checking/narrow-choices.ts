import type { SchemaError } from "./schema-error.ts";

/**
 * For every `anyOf` and `oneOf` that failed, ajv tells what is wrong with each of its branches. Leaves those of the one
 * branch that the input was meant for, or else the choice itself alone.
 */
export function narrowChoices(errors: readonly SchemaError[]): readonly SchemaError[] {
  let left = errors;
  for (const choice of errors) {
    if (choice.keyword !== "anyOf" && choice.keyword !== "oneOf") continue;
    const inside = left.filter((error) => error !== choice && isInside(error, choice));
    const meant = meantBranch(inside, choice);
    const dropped = new Set(
      meant === undefined ? inside : [choice, ...inside.filter((error) => !meant.includes(error))],
    );
    left = left.filter((error) => !dropped.has(error));
  }
  return left;
}

function isInside(error: SchemaError, choice: SchemaError): boolean {
  const here = error.instancePath === choice.instancePath || error.instancePath.startsWith(`${choice.instancePath}/`);
  return here && error.schemaPath.startsWith(`${choice.schemaPath}/`);
}

/** The errors of the only branch whose type and whose marks (`const`, `enum`, required keys) fit the input. */
function meantBranch(inside: readonly SchemaError[], choice: SchemaError): readonly SchemaError[] | undefined {
  const start = choice.schemaPath.length + 1;
  const branches = Map.groupBy(inside, ({ schemaPath }) => schemaPath.slice(start).split("/")[0] ?? "");
  const fitting = [...branches.values()].filter((errors) => !errors.some((error) => contradicts(error, choice)));
  if (fitting.length === 1) return fitting[0];
  const closer = fitting.filter((errors) => !errors.some(({ keyword }) => keyword === "required"));
  return closer.length === 1 ? closer[0] : undefined;
}

function contradicts({ keyword, instancePath }: SchemaError, choice: SchemaError): boolean {
  if (keyword === "const" || keyword === "enum") {
    return instancePath.split("/").length <= choice.instancePath.split("/").length + 1;
  }
  return keyword === "type" && instancePath === choice.instancePath;
}
