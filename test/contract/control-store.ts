import assert from "node:assert/strict";
import { test } from "node:test";
import { affordancePath, asRoomId, asThingId } from "../../src/core/ids.ts";
import type { ControlStore } from "../../src/core/store-ports.ts";
import { ana, room, someCommand, someEvent, somePost, someSealed, someVerdict } from "../store/some-events.ts";

/** A place where a control store lies: opened again it holds what was written before. */
export interface ControlPlace extends Disposable {
  open(): ControlStore & Disposable;
}

const lamp = affordancePath(asThingId("greenhouse"), "lamp");
const elsewhere = asRoomId("!elsewhere:example.org");

/** What every control store promises, whatever it is kept on. */
export function controlStoreContract(name: string, makePlace: () => ControlPlace): void {
  const check = (sentence: string, run: (place: ControlPlace) => void) =>
    test(`${name}: ${sentence}`, () => {
      using place = makePlace();
      run(place);
    });

  check(
    "events wait in the order in which they came, each once while it waits, and positions are not used again",
    (place) => {
      {
        using store = place.open();
        assert.deepEqual([store.token(), store.nextEvent(0)], [undefined, undefined]);
        store.keep([someEvent(1), someEvent(2)], "a");
        store.keep([someEvent(2)], "b");
      }
      {
        using store = place.open();
        assert.equal(store.token(), "b");
        assert.deepEqual(store.nextEvent(0), { position: 1, ...someEvent(1) });
        assert.deepEqual(store.nextEvent(1), { position: 2, ...someEvent(2) });
        assert.deepEqual([store.nextEvent(2), store.waiting(ana)], [undefined, 2]);
        for (const position of [1, 2]) store.judge({ ...someVerdict(position, position), begin: undefined });
      }
      using store = place.open();
      store.keep([someEvent(2)], "c");
      assert.ok(
        (store.nextEvent(0)?.position ?? 0) > 2,
        "it comes again when it was judged: others know it by its index",
      );
    },
  );

  check("a verdict is one transaction, and nothing is judged, begun or ended twice", (place) => {
    {
      using store = place.open();
      store.keep([someEvent(1), someEvent(2)], "a");
      store.judge(someVerdict(1, 7));
      assert.throws(() => store.judge(someVerdict(1, 8)));
      assert.throws(() => store.judge(someVerdict(2, 7)), "the command was begun before");
      assert.deepEqual(
        [store.knowsCommand("command-8"), store.postsWaiting(), store.nextEvent(0)?.position],
        [false, 1, 2],
      );
    }
    using store = place.open();
    assert.deepEqual([store.highestIndex("session"), store.highestIndex("another")], [7, undefined]);
    assert.deepEqual(
      store.unfinished().map(({ command }) => command),
      [someCommand(7)],
    );
    const outcome = { status: "done", output: true, confirmed: "none" } as const;
    store.finish("command-7", outcome, [somePost(2, "result")], []);
    assert.throws(() => store.finish("command-7", outcome, [], []));
    assert.throws(() => store.finish("never", outcome, [], []));
    assert.deepEqual(store.journalEntry("command-7")?.outcome, outcome);
    assert.deepEqual([store.unfinished(), store.postsWaiting()], [[], 2]);
  });

  check(
    "posts go by class and age, rooms that take nothing are passed over, and what was sealed stays sealed",
    (place) => {
      {
        using store = place.open();
        store.post(somePost(1, "answer"));
        store.post(somePost(2, "result"));
        store.post({ class: "answer", event: { ...somePost(3).event, room: elsewhere } });
        store.keepSealed(store.nextPost()?.id ?? 0, someSealed("txn-1"));
      }
      using store = place.open();
      assert.deepEqual(store.nextPost(new Set([room]))?.event.room, elsewhere);
      assert.equal(store.nextPost(new Set([room, elsewhere])), undefined);
      const order: unknown[] = [];
      for (let next = store.nextPost(); next !== undefined; next = store.nextPost()) {
        order.push([next.class, next.event.room, next.sealed]);
        store.removePost(next.id);
      }
      assert.deepEqual(order, [
        ["result", room, someSealed("txn-1")],
        ["answer", room, undefined],
        ["answer", elsewhere, undefined],
      ]);
    },
  );

  check("facts, switches, pins and the audit are there at the next start", (place) => {
    const pin = { user: ana, masterKey: "key", way: "console", pinnedAt: 5 } as const;
    const note = { kind: "pin", body: { user: ana } } as const;
    {
      using store = place.open();
      store.setFact("starts", "1");
      store.setFact("starts", "2");
      store.noteSwitch(lamp, true, 10);
      store.noteSwitch(lamp, false, 20);
      store.setPin(pin, note);
      assert.deepEqual([store.sawKey(ana, "key", 6), store.sawKey(ana, "key", 7)], [true, false]);
    }
    using store = place.open();
    assert.deepEqual([store.fact("starts"), store.fact("room")], ["2", undefined]);
    assert.deepEqual(
      store.switches(lamp, 2).map(({ at, on }) => [at, on]),
      [
        [20, false],
        [10, true],
      ],
    );
    assert.deepEqual([store.pins(), store.keysSeen(ana)], [[pin], [{ masterKey: "key", seenAt: 6 }]]);
    assert.deepEqual(
      store.auditEntries(0, 10).map(({ entry, kind, body }) => [entry, kind, body]),
      [[1, note.kind, note.body]],
    );
    store.removePin(ana, note);
    assert.deepEqual([store.pin(ana), store.auditHead()?.entry], [undefined, 2]);
  });
}
