/** What is answered to a text that is not clear. Nothing moves then. */
export const questions = {
  notUnderstood: (typed: string) => `I do not know "${typed}". Ask !things for what there is, !help for how to ask.`,
  near: (typed: string) => `I do not know "${typed}". Did you mean one of these?`,
  several: (typed: string) => `"${typed}" could be several. Which one?`,
  takes: (name: string, what: string) => `${name} takes ${what}.`,
  /** The code that proves a text to be fresh. */
  sendCode: (code: string, seconds: number, what: string) => `Send ${code} within ${seconds} s ${what}.`,
  toSet: (name: string, value: string) => `to set ${name} to ${value}`,
  toDo: (name: string) => `to carry out ${name}`,
  toRelease: "to let things move again",
  lasting: (what: string, duration: string) => `${what} for ${duration}`,
  takesTime: (name: string, longest: string) => `${name} takes a time of up to ${longest}, or nothing.`,
  takesNothing: (name: string) => `${name} takes no value.`,
  nothingWritable: (name: string) => `${name} has nothing that can be set.`,
  aNumber: "a number",
  aWholeNumber: "a whole number",
  aText: "a text",
  from: (minimum: string) => `from ${minimum}`,
  upTo: (maximum: string) => `up to ${maximum}`,
  fromTo: (minimum: string, maximum: string) => `from ${minimum} to ${maximum}`,
  or: "or",
  nothingReadable: "There is nothing here that you may read.",
};
