import type { Texts } from "../english.ts";

/** Was auf einen Text geantwortet wird, der nicht klar ist. */
export const questions: Texts["questions"] = {
  notUnderstood: (typed) => `„${typed}“ kenne ich nicht. !geräte sagt, was es gibt, !hilfe, wie man fragt.`,
  near: (typed) => `„${typed}“ kenne ich nicht. Ist eines von diesen gemeint?`,
  several: (typed) => `„${typed}“ könnte mehreres sein. Welches?`,
  takes: (name, what) => `${name} nimmt ${what}.`,
  sendCode: (code, seconds, what) => `Sende ${code} innerhalb von ${seconds} s, um ${what}.`,
  toSet: (name, value) => `${name} auf ${value} zu setzen`,
  toDo: (name) => `${name} auszuführen`,
  toRelease: "wieder schalten zu lassen",
  lasting: (what, duration) => `${what}, für ${duration}`,
  takesTime: (name, longest) => `${name} nimmt eine Zeit bis ${longest} oder nichts.`,
  takesNothing: (name) => `${name} nimmt keinen Wert.`,
  nothingWritable: (name) => `${name} hat nichts, was gesetzt werden kann.`,
  aNumber: "eine Zahl",
  aWholeNumber: "eine ganze Zahl",
  aText: "einen Text",
  from: (minimum) => `ab ${minimum}`,
  upTo: (maximum) => `bis ${maximum}`,
  fromTo: (minimum, maximum) => `von ${minimum} bis ${maximum}`,
  or: "oder",
  nothingReadable: "Hier gibt es nichts, was du lesen darfst.",
};
