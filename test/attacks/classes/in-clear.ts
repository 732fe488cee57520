import { commandType } from "../../../schemas/command.ts";
import { asNew, inClear, stateEvent } from "../../homeserver/lying/forge-event.ts";
import { type AttackClass, claims, type Stage } from "../stage.ts";

const textOf = (stage: Stage) => ({ msgtype: "m.text", body: `!hall/dial ${stage.value()}` });

export const inClearClasses: readonly AttackClass[] = [
  {
    name: "a command or text in clear under an operator's name",
    async attack(stage) {
      const { random, owner, reader, unpinned } = stage;
      const sender = random.pick([owner, reader, unpinned]).user;
      const isText = random.below(2) === 0;
      const event = isText
        ? inClear(sender, "m.room.message", textOf(stage))
        : inClear(sender, commandType, stage.command());
      await stage.deliver([event]);
      return claims("plaintext", [event]);
    },
  },
  {
    name: "a command or text in clear under a name that is not listed, or the agent's own",
    async attack(stage) {
      const { random, agent, stranger } = stage;
      const type = random.pick([commandType, "m.room.message"]);
      const content = type === commandType ? stage.command() : textOf(stage);
      const strange = inClear(random.pick([stranger.user, "@nobody:example.org", "", "@", "admin"]), type, content);
      const own = inClear(agent, type, content);
      await stage.deliver([strange, own]);
      return claims("nothing", [strange, own]);
    },
  },
  {
    name: "an event that calls itself encrypted and is not",
    async attack(stage) {
      const { random, owner } = stage;
      const { content } = await owner.seal(commandType, stage.command());
      const wrong = random.pick([
        stage.command(),
        { ...content, algorithm: random.pick(["m.olm.v1.curve25519-aes-sha2", "none", 7]) },
        { ...content, ciphertext: random.pick(["", "AwgA", random.word(200), 5, {}]) },
        { ...content, session_id: random.pick([null, 5, {}]) },
        {},
      ]);
      const event = inClear(owner.user, "m.room.encrypted", { ...wrong });
      await stage.deliver([event]);
      return claims("undecryptable", [event]);
    },
  },
  {
    name: "a command as a state event",
    async attack(stage) {
      const { random, owner } = stage;
      const sealed = await owner.seal(commandType, stage.command());
      const events = [
        stateEvent(owner.user, commandType, random.word(3), stage.command()),
        asNew({ ...sealed, state_key: `${commandType}:` }),
      ];
      await stage.deliver(events);
      return claims("nothing", events);
    },
  },
  {
    name: "a ciphertext whose bits were changed",
    async attack(stage) {
      const { random, owner } = stage;
      const event = await owner.seal(commandType, stage.command());
      const bytes = Buffer.from(String(event.content.ciphertext), "base64");
      // Behind the version, the index and the length of the text.
      const at = 8 + random.below(bytes.length - 8);
      bytes[at] = (bytes[at] ?? 0) ^ (1 << random.below(8));
      const ciphertext = bytes.toString("base64").replace(/=+$/, "");
      const changed = { ...event, content: { ...event.content, ciphertext } };
      await stage.deliver([changed]);
      return claims("undecryptable", [changed]);
    },
  },
  {
    name: "a ciphertext that was judged, spelled otherwise",
    async attack(stage) {
      const { event } = await stage.obeyed();
      const text = String(event.content.ciphertext);
      const spelled = stage.random.pick([
        ` ${text}`,
        `\n${text}`,
        `${text} `,
        `${text.slice(0, 4)} ${text.slice(4)}`,
        `=${text}`,
        `${text.slice(0, 8)}\u0000${text.slice(8)}`,
      ]);
      const again = asNew({ ...event, content: { ...event.content, ciphertext: spelled } });
      await stage.deliver([again]);
      return claims("undecryptable", [again]);
    },
  },
  {
    name: "a notice, a picture or a reaction that reads like a command",
    async attack(stage) {
      const { random, owner } = stage;
      const text = textOf(stage);
      const type = random.pick([
        "m.room.message",
        "m.sticker",
        "m.reaction",
        "dev.roomwire.telemetry",
        "dev.roomwire.result",
      ]);
      const msgtype =
        type === "m.room.message" ? random.pick(["m.notice", "m.emote", "m.image", "m.server_notice"]) : "m.text";
      const event = await owner.seal(type, { ...stage.command(), ...text, msgtype });
      await stage.deliver([event]);
      return claims("nothing", [event]);
    },
  },
];
