import type { AskedChart } from "../core/chart-wish.ts";
import { answerEvent } from "../talk/answer-event.ts";
import { sentence } from "../talk/sentence.ts";
import type { Talk } from "../talk/talk-to-people.ts";
import { breathe } from "./breathe.ts";
import type { AnswerChartParts } from "./charts/answer-chart.ts";

export interface ChartsParts extends Omit<AnswerChartParts, "breathe"> {
  readonly talk: Pick<Talk, "place">;
  readonly wakeSender: () => void;
}

export interface Charts extends AsyncDisposable {
  /** Returns at once, never throws. What is not answered when this ends never is: people ask again. */
  ask(asked: AskedChart): void;
}

type Content = Readonly<Record<string, unknown>>;

/** Charts that wait or are drawn; what is asked besides is turned away. */
const mostWaiting = 4;

/** Draws one chart after the other, beside everything else; its answer leaves like any other. */
export function wireCharts(parts: ChartsParts): Charts {
  const { store, talk, texts, log, wakeSender } = parts;
  const stop = new AbortController();
  let waiting = 0;
  let last = Promise.resolve();
  const post = ({ room, eventId }: AskedChart, contents: readonly Content[]): void => {
    const placed = contents.map((content) => talk.place(content, eventId));
    store.together(() => {
      for (const content of placed) store.post({ class: "answer", event: { room, type: "m.room.message", content } });
    });
    wakeSender();
  };
  const draw = async (asked: AskedChart): Promise<void> => {
    try {
      // Nobody may ever ask for one.
      const { answerChart } = await import("./charts/answer-chart.ts");
      const contents = await answerChart(asked, { ...parts, breathe }, stop.signal);
      if (!stop.signal.aborted) post(asked, contents);
    } catch (error) {
      if (!stop.signal.aborted) log.error("a chart was not answered", { error });
    } finally {
      waiting -= 1;
    }
  };
  const turnAway = (asked: AskedChart): void => {
    try {
      post(asked, [answerEvent(sentence(texts.chart.busy), asked.eventId)]);
    } catch (error) {
      log.error("a chart was not answered", { error });
    }
  };
  return {
    ask(asked) {
      if (waiting >= mostWaiting) {
        turnAway(asked);
        return;
      }
      waiting += 1;
      last = last.then(() => draw(asked));
    },
    async [Symbol.asyncDispose]() {
      stop.abort();
      await last;
    },
  };
}
