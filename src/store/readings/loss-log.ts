import type { LossLog } from "../../core/reading-loss.ts";
import { changeReadings, type ReadingParts } from "./reading-parts.ts";

/** What is told of losses: one batch after the other, each the same until it was told. */
export function lossLog(parts: ReadingParts): LossLog {
  const { losses, lossEvent, cursor } = parts;
  const begunBatch = () => {
    const { loss_seq, loss_told } = cursor.get();
    return loss_seq > loss_told ? losses.batch(loss_seq) : undefined;
  };
  return {
    hasLosses: () => begunBatch() !== undefined || losses.hasOpen(),
    losses(limit) {
      const { loss_seq } = cursor.get();
      const begun = begunBatch();
      if (begun !== undefined || !losses.hasOpen()) return begun;
      const seq = loss_seq + 1;
      changeReadings(parts, () => {
        losses.begin(seq, limit);
        return [cursor.set({ loss_seq: seq })];
      });
      return losses.batch(seq);
    },
    keepSealedLoss(event) {
      changeReadings(parts, () => [lossEvent.keep(event)]);
    },
    sealedLoss: () => lossEvent.get(),
    lossTold() {
      const { loss_seq } = cursor.get();
      changeReadings(parts, () => {
        losses.told(loss_seq);
        return [lossEvent.forget(), cursor.set({ loss_told: loss_seq })];
      });
    },
  };
}
