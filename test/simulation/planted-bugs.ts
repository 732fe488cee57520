/** A mistake that somebody may make one day. */
export interface PlantedBug {
  readonly name: string;
  /** Where it is made. */
  readonly file: string;
  /** Texts that stand in the file once, each with what stands there instead. */
  readonly edits: readonly (readonly [string, string])[];
  /** The simulation finds it within so many seeds from 1 on. */
  readonly within: number;
}

/** Each must be found: what the simulation does not see in these, it would not see in earnest. */
export const plantedBugs: readonly PlantedBug[] = [
  {
    name: "the cursor moves before the homeserver has answered",
    file: "src/outbox/telemetry-source.ts",
    edits: [
      ["log.keepSealed(sealed, draft.range);", 'log.keepSealed(sealed, draft.range);\n        log.delivered(txn, "");'],
      ["        log.delivered(txn, eventId);\n", ""],
    ],
    within: 20,
  },
  {
    name: "the cursor never moves",
    file: "src/outbox/telemetry-source.ts",
    edits: [["        log.delivered(txn, eventId);\n", "        log.unseal(txn);\n"]],
    within: 5,
  },
  {
    name: "a repeated PUT has a transaction id of its own",
    file: "src/outbox/send-loop.ts",
    edits: [
      ["sender.put(sealed)", "sender.put({ ...sealed, txn: `$" + "{sealed.txn}.$" + "{this.#counts.unanswered}` })"],
    ],
    within: 20,
  },
  {
    name: "an event is sent before it is kept",
    file: "src/outbox/send-loop.ts",
    edits: [
      ["    candidate.keepSealed(outcome.event);\n", ""],
      [
        "      if (!signal.aborted) this",
        "      if (candidate.sealed === undefined) candidate.keepSealed(sealed);\n      if (!signal.aborted) this",
      ],
    ],
    within: 20,
  },
  {
    name: "Retry-After is not heard",
    file: "src/outbox/send-loop.ts",
    edits: [["budget.limited(outcome.retryAfterMs)", "budget.answered()"]],
    within: 40,
  },
  {
    name: "an event that was refused for good is taken for sent",
    file: "src/outbox/telemetry-source.ts",
    edits: [["rejected: (detail) => lost(log.rejected(txn), detail),", 'rejected: () => log.delivered(txn, ""),']],
    within: 20,
  },
  {
    name: "losses count as told before they are sent",
    file: "src/outbox/loss-source.ts",
    edits: [
      ["keepSealed: (sealed) => log.keepSealedLoss(sealed),", "keepSealed: () => told(),"],
      ["sent: told,", "sent: () => undefined,"],
    ],
    within: 60,
  },
  {
    name: "the events of an epoch all have the number 1",
    file: "src/outbox/telemetry-source.ts",
    edits: [["return { epoch, seq: last.seq + 1, after: undefined };", "return { epoch, seq: 1, after: undefined };"]],
    within: 10,
  },
  {
    name: "readings are sealed in the order of the wall clock",
    file: "src/outbox/telemetry-source.ts",
    edits: [
      ["= log.unsealed(Math.min(mostReadings, offered));", "= log.unsealed(offered).toSorted((a, b) => a.at - b.at);"],
    ],
    within: 20,
  },
  {
    name: "a group is forgotten before it is written",
    file: "src/store/group-commit.ts",
    edits: [
      ["    try {\n      this.#write(entries,", "    this.#waiting = [];\n    try {\n      this.#write(entries,"],
    ],
    within: 20,
  },
  {
    name: "a group that could not be written is not tried again",
    file: "src/store/group-commit.ts",
    edits: [["this.#commitWithin(Math.max(this.#options.durabilityMs, retryMs));", "void retryMs;"]],
    within: 20,
  },
  {
    name: "a group is committed when it is full, and not after its time",
    file: "src/store/group-commit.ts",
    edits: [["    this.#commitWithin(this.#options.durabilityMs);\n    if (receipt", "    if (receipt"]],
    within: 20,
  },
  {
    name: "a message is acknowledged before its reading is durable",
    file: "src/machine/mqtt-broker.ts",
    edits: [
      [
        "const receipt = this.#acknowledgements?.take(held);",
        "const receipt = this.#acknowledgements?.take(held);\n    receipt?.settle();",
      ],
    ],
    within: 20,
  },
  {
    name: "what was taken of a broker is not remembered beside the readings",
    file: "src/store/group-commit.ts",
    edits: [["notes: new Map([...notes].map(([source, one]) => [source, one.note()])),", "notes: new Map(),"]],
    within: 20,
  },
  {
    name: "a message that comes again is taken again",
    file: "src/machine/mqtt-acknowledgements.ts",
    edits: [
      ["if (isRepeat && known?.sum === sum) {", "if (isRepeat && known?.sum === sum && known.connection === 0) {"],
    ],
    within: 20,
  },
  {
    name: "a reading with an older time than the one before is dropped",
    file: "src/wiring/readings.ts",
    edits: [
      [
        "    const change = latest.put(reading);\n",
        "    if ((latest.get(property.path)?.measuredAt ?? 0) > (reading.measuredAt ?? 0)) return;\n    const change = latest.put(reading);\n",
      ],
    ],
    within: 120,
  },
  {
    name: "what was measured before the clock was set keeps its guess",
    file: "src/wiring/measuring-clock.ts",
    edits: [["      times.knowBoot(boot.id, startedNow);\n", ""]],
    within: 40,
  },
  {
    name: "a run that knows the time from its start tells nobody",
    file: "src/wiring/measuring-clock.ts",
    edits: [["if (!isTold && !isTried) know(startedAt);", "if (unset !== undefined && !isTried) know(startedAt);"]],
    within: 700,
  },
  {
    name: "what is measured before the clock is set passes for known",
    file: "src/wiring/measuring-clock.ts",
    edits: [["return unsetTime(unset.slot, at - startedAt) ?? at;", "return at;"]],
    within: 20,
  },
  {
    name: "repaired times are not marked",
    file: "src/readings/fill-batch.ts",
    edits: [["    ...(times && { times }),\n", ""]],
    within: 20,
  },
  {
    name: "a step of the clock moves the times of readings",
    file: "src/wiring/measuring-clock.ts",
    edits: [
      [
        "} else startedAt ??= guess(sinceBoot);",
        "} else startedAt = startedAt === undefined ? guess(sinceBoot) : clock.now() - sinceBoot;",
      ],
    ],
    within: 40,
  },
  {
    name: "the times of another boot are repaired as well",
    file: "src/wiring/measuring-clock.ts",
    edits: [
      ["times.beginBoot(boot.id,", 'times.beginBoot("",'],
      ["times.knowBoot(boot.id,", 'times.knowBoot("",'],
    ],
    within: 200,
  },
  {
    name: "a command acts before it is written down",
    file: "src/control/write-verdicts.ts",
    edits: [
      ["    store.judge({", '    if (judgement.kind === "admitted") parts.run(judgement);\n    store.judge({'],
      [
        '    if (judgement.kind === "admitted") parts.run(judgement);\n    if (judgement.kind === "chart',
        '    if (judgement.kind === "chart',
      ],
    ],
    within: 40,
  },
  {
    name: "commands of a life that was stopped stay without an outcome",
    file: "src/control/obey-commands.ts",
    edits: [["store.unfinished()", "store.unfinished().slice(0, 0)"]],
    within: 20,
  },
  {
    name: "an outcome that the store did not take is forgotten",
    file: "src/control/run-commands.ts",
    edits: [
      [
        "if (!this.#stop.signal.aborted) this.#parts.clock.after(recordAgainMs, () => this.#record(command, outcome));",
        "",
      ],
    ],
    within: 60,
  },
  {
    name: "a lease lasts twice as long as was asked",
    file: "src/control/lease.ts",
    edits: [["endsAt: now + lease.ms,", "endsAt: now + 2 * lease.ms,"]],
    within: 20,
  },
  {
    name: "max_on does not count for what a command switched on",
    file: "src/control/guarded-output.ts",
    edits: [["maxOn: on ? this.property.limits.maxOn : undefined", "maxOn: undefined"]],
    within: 20,
  },
  {
    name: "what did not take its safe value is not tried again",
    file: "src/control/safe-debt.ts",
    edits: [["debt.retry = this.#clock.after(againMs, () => void this.#pay(debt));", "void againMs;"]],
    within: 60,
  },
  {
    name: "outputs stay as they are at start",
    file: "src/wiring/outputs.ts",
    edits: [["makeSafe: async (cause) => void (await guard.setSafe(cause)),", "makeSafe: async () => undefined,"]],
    within: 40,
  },
  {
    name: "a stop is forgotten at the next start",
    file: "src/control/stop-latch.ts",
    edits: [["this.#parts.store.setFact(factName, JSON.stringify(this.#fact));", ""]],
    within: 60,
  },
  {
    name: "min_off is not kept",
    file: "src/control/switch-clock.ts",
    edits: [
      ["return off === undefined ? 0 : Math.max(0, minOff - this.#ago(off));", "return off === undefined ? 0 : 0;"],
    ],
    within: 60,
  },
  {
    name: "results count from 1 in each life",
    file: "src/control/result-posts.ts",
    edits: [
      ['const seq = Number(this.#store.fact(seqFact) ?? "0") + 1;', "const seq = (this.#seq += 1);"],
      ["  readonly #store: ControlStore;\n", "  #seq = 0;\n  readonly #store: ControlStore;\n"],
    ],
    within: 20,
  },
  {
    name: "the loss of the link changes nothing",
    file: "src/control/link-loss.ts",
    edits: [["    this.#parts.setSafe(due);\n", ""]],
    within: 200,
  },
];
