import type { Loss, LossLog } from "../../core/reading-loss.ts";
import { changeReadings, type ReadingParts } from "./reading-parts.ts";

/** What is told of losses: one batch after the other, each the same until it was told. */
export function lossLog(parts: ReadingParts): LossLog {
  const { losses, lossEvent, cursor, boots } = parts;
  const told = (at: number | undefined): number | undefined => at && boots.told(at).at;
  const batchOf = (seq: number) => {
    const batch = losses.batch(seq);
    return (
      batch && {
        ...batch,
        losses: batch.losses.map((loss) => ({ ...loss, ...toldTimes(told(loss.fromAt), told(loss.toAt)) })),
      }
    );
  };
  const begunBatch = () => {
    const { loss_seq, loss_told } = cursor.get();
    return loss_seq > loss_told ? batchOf(loss_seq) : undefined;
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
      return batchOf(seq);
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

/** A time that was not known counts as the earlier one while it is not; told, it may be the later one. */
function toldTimes(one: number | undefined, other: number | undefined): Pick<Loss, "fromAt" | "toAt"> {
  const isTurned = one !== undefined && other !== undefined && one > other;
  return isTurned ? { fromAt: other, toAt: one } : { fromAt: one, toAt: other };
}
