import type { AlertRule } from "../core/alert-rule.ts";
import { formatDuration } from "../core/duration.ts";
import type { Property } from "../core/property.ts";
import type { Reading } from "../core/reading.ts";
import type { Thing } from "../core/thing.ts";
import { isDecimal, type Value } from "../core/value.ts";
import type { Texts } from "../texts/english.ts";
import { fullName } from "./answers/read-value.ts";
import { showValue } from "./show-value.ts";

/** Of which property, as it is now. */
export interface AskedAbout {
  readonly thing: Thing;
  readonly property: Property;
  readonly reading: Reading | undefined;
}

/** What a rule says when it is met: the words of the configuration or its condition, and the number that met it. */
export function alertText({ text, condition }: AlertRule, asked: AskedAbout, texts: Texts): string {
  const { alerts } = texts;
  const { property, reading } = asked;
  const value = reading?.value;
  const said = text ?? sayTest(condition, asked, texts);
  const isNumber = isDecimal(value) && condition.test.kind !== "stale" && condition.test.kind !== "is";
  return isNumber ? alerts.withValue(said, showValue(property, value, texts)) : said;
}

function sayTest({ test }: AlertRule["condition"], { thing, property, reading }: AskedAbout, texts: Texts): string {
  const { conditions: said } = texts.alerts;
  const name = fullName(thing, property);
  const show = (value: Value): string => showValue(property, value, texts);
  switch (test.kind) {
    case "is":
      return said.is(name, show(test.value));
    case "above":
      return said.above(name, show(test.limit));
    case "below":
      return said.below(name, show(test.limit));
    case "outside":
      return said.outside(name, show(test.low), show(test.high));
    case "stale":
      return said.stale(name, formatDuration(test.afterMs));
    case "changes":
      return said.changes(name, reading?.value === undefined ? texts.values.none : show(reading.value));
  }
}
