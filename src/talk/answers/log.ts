import type { AuditEntry } from "../../core/audit-ports.ts";
import { visible } from "../../core/visible.ts";
import type { Texts } from "../../texts/english.ts";
import type { Answer } from "../answer-event.ts";
import { sentence } from "../sentence.ts";
import type { ShowTime } from "../show-time.ts";
import { stack, table } from "../table.ts";

/** Lines of one answer. */
const mostLines = 20;

/** Who asks for what of the log. */
export interface LogScope {
  readonly sender: string;
  /** Ids of the Things that they may read; undefined: all, and then also what concerns no Thing. */
  readonly readable: ReadonlySet<string> | undefined;
  /** Id of the one Thing that is asked about. */
  readonly thing: string | undefined;
  /** UTC ms of the oldest entry that is asked for. */
  readonly sinceAt: number | undefined;
}

interface Told {
  readonly showTime: ShowTime;
  /** UTC ms. */
  readonly now: number;
}

type Body = AuditEntry["body"];

/** `!log`: the newest of the audit that this person may see, a command and its end in one line. `entries`: the oldest first. */
export function log(entries: readonly AuditEntry[], scope: LogScope, { showTime, now }: Told, texts: Texts): Answer {
  const ends = new Map(entries.filter(({ kind }) => kind === "outcome").map(({ body }) => [body.id, body]));
  const rows = entries.flatMap((entry) => {
    if (!isSeen(entry, scope)) return [];
    const what = whatOf(entry, ends, texts);
    if (what === undefined) return [];
    const who = text(entry.body.sender ?? entry.body.by ?? texts.log.agent);
    return [[`${showTime(entry.at, now)} ${shortName(who)}`, what] as const];
  });
  if (rows.length === 0) return sentence(texts.log.nothing);
  return stack([sentence(texts.log.title), table(rows.slice(-mostLines))]);
}

/** What concerns a Thing is for those who may read it, all else for those who may read everything. */
function isSeen({ kind, at, body }: AuditEntry, { sender, readable, thing, sinceAt }: LogScope): boolean {
  // Who asked for values did nothing.
  if (body.op === "read" || (sinceAt !== undefined && at < sinceAt)) return false;
  const things = thingsOf(kind, body);
  if (thing !== undefined && !things.includes(thing)) return false;
  if (readable === undefined) return true;
  return things.length === 0 ? body.sender === sender : things.every((id) => readable.has(id));
}

function thingsOf(kind: AuditEntry["kind"], { target, set, not_yet: notYet }: Body): readonly string[] {
  const paths = kind === "safe" ? `${set ?? ""} ${notYet ?? ""}`.trim().split(" ") : [text(target ?? "")];
  return paths.filter((path) => path.includes("/")).map((path) => path.slice(0, path.indexOf("/")));
}

function whatOf({ kind, body }: AuditEntry, ends: ReadonlyMap<unknown, Body>, texts: Texts): string | undefined {
  const { log: said } = texts;
  switch (kind) {
    case "command":
      return commandLine(body, ends.get(body.id), texts);
    case "outcome":
      return undefined;
    case "refusal":
      return body.count === undefined ? said.refused(text(body.code ?? "?")) : said.refusedMore(Number(body.count));
    case "pin":
      if (body.way === "removed") return said.unpinned(text(body.user ?? "?"));
      return said.pinned(text(body.user ?? "?"), word(said.ways, body.way));
    case "identity":
      return said.identityChanged(text(body.user ?? "?"));
    case "safe": {
      const cause = word(said.causes, body.cause);
      const set = body.set === undefined ? [] : [said.safe(text(body.set), cause)];
      return [...set, ...(body.not_yet === undefined ? [] : [said.notSafe(text(body.not_yet), cause)])].join("; ");
    }
    case "stop":
      return body.did === "release" ? said.released : said.stopped;
    case "reload":
      return body.outcome === "changed" ? said.reloaded : said.notReloaded;
    case "start":
      return said.started(text(body.version ?? "?"));
    case "end":
      return said.ended(text(body.reason ?? "?"));
    case "wipe":
      return said.wiped;
  }
}

function commandLine(
  { op, target, input, lease, pulse }: Body,
  end: Body | undefined,
  { log: said, values, words }: Texts,
): string {
  const ms = Number(lease ?? pulse ?? 0);
  const what = [
    word(said.deeds, op),
    text(target ?? "?"),
    ...(input === undefined ? [] : [typeof input === "boolean" ? (input ? words.on : words.off)[0] : text(input)]),
    ...(ms > 0 ? [said.duration(values.duration(ms))] : []),
  ].join(" ");
  const code = end?.code === undefined ? "" : ` (${text(end.code)})`;
  return `${what}: ${end === undefined ? said.open : `${word(said.ends, end.status)}${code}`}`;
}

function word(words: Readonly<Record<string, string>>, known: unknown): string {
  const key = String(known);
  return Object.hasOwn(words, key) ? (words[key] ?? key) : text(key);
}

function text(value: string | number | boolean): string {
  return visible(String(value));
}

/** `ana` of `@ana:example.org`. */
function shortName(user: string): string {
  return user.startsWith("@") && user.includes(":") ? user.slice(1, user.indexOf(":")) : user;
}
