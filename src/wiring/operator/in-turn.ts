/**
 * One after the other, in the order of asking: of two events sealed in one room's session the homeserver must get the first one first, or the
 * agent takes the second for a replay (rule 3).
 */
export function inTurn(): <Result>(step: () => Promise<Result>) => Promise<Result> {
  let last: Promise<unknown> = Promise.resolve();
  return (step) => {
    const mine = last.then(step);
    last = mine.catch(() => undefined);
    return mine;
  };
}
