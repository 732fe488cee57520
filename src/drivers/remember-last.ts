/** The same answers from fewer questions: of one message for many properties, say, only the first is worked out. Holds on to the last one. */
export function rememberLast<Question, Answer>(answer: (question: Question) => Answer): (question: Question) => Answer {
  let last: { readonly question: Question; readonly answer: Answer } | undefined;
  return (question) => {
    if (last === undefined || last.question !== question) last = { question, answer: answer(question) };
    return last.answer;
  };
}
