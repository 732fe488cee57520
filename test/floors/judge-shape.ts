import { basename } from "node:path/posix";
import { readTokens } from "./read-tokens.ts";

const longest = 200;
const emptyNames = /^(utils?|helpers?|managers?|services?|commons?|misc|shared)$/;

/** What is wrong with a file's name, length or main export; nothing where all is well. */
export function judgeShape(file: string, source: string): string[] {
  const name = basename(file, ".ts");
  const lines = source.trimEnd().split("\n").length;
  const complaints: string[] = [];
  const say = (what: string) => complaints.push(`${file}  ${what}`);
  if (lines > longest) say(`has ${lines} lines; ${longest} are the limit`);
  if (name === "index") say("is a barrel; import from the file itself");
  const words = file.replace(/\.ts$/, "").split(/[/-]/);
  for (const word of words) if (emptyNames.test(word)) say(`"${word}" in its name says nothing about it`);
  if (/^src\/(core|texts)\/|^src\/main\.ts$/.test(file)) return complaints; // tables of several things, and no export
  const exported = exportsOf(source);
  const isTypesOnly = exported.length > 0 && exported.every(({ isType }) => isType);
  if (!isTypesOnly && !exported.some(({ name: text }) => text.toLowerCase().includes(singular(name)))) {
    say(
      `exports nothing with ${name} in its name (it exports ${exported.map(({ name }) => name).join(", ") || "nothing"})`,
    );
  }
  return complaints;
}

/** `serial-ports` → `serialport`: what `openSerialPort` and `serialPorts` hold alike. */
const singular = (name: string): string => name.replaceAll("-", "").replace(/(?<=ss)es$|(?<=[^s])s$/, "");

interface Export {
  readonly name: string;
  readonly isType: boolean;
}

const declarations = new Set(["const", "let", "function", "class", "interface", "type", "async", "*", "abstract"]);

function exportsOf(source: string): Export[] {
  const tokens = readTokens(source);
  return tokens.flatMap((token, at): Export[] => {
    if (token.text !== "export" || token.kind !== "word") return [];
    let next = at + 1;
    while (declarations.has(tokens[next]?.text ?? "")) next++;
    const isType = /^(interface|type)$/.test(tokens[at + 1]?.text ?? "");
    const name = tokens[next];
    if (name?.kind === "word") return [{ name: name.text, isType }];
    const end = tokens.findIndex((inner, place) => place > next && inner.text === "}");
    const listed = name?.text === "{" ? tokens.slice(next, end).filter(({ kind }) => kind === "word") : [];
    return listed.map(({ text }) => ({ name: text, isType }));
  });
}
