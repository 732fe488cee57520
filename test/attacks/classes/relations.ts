import { commandType } from "../../../schemas/command.ts";
import { asNew, redaction, relations, withOutside } from "../../homeserver/lying/forge-event.ts";
import type { Content } from "../../homeserver/lying/wire.ts";
import { type AttackClass, claims, type Stage } from "../stage.ts";
import { sayText } from "./say.ts";

/** What a homeserver can write beside a ciphertext. */
function anyRelation(stage: Stage): Content {
  const { random } = stage;
  const id = `$${random.word(43)}`;
  const edited = {
    "m.relates_to": relations.edit(id),
    "m.new_content": { msgtype: "m.text", body: `!hall/dial ${stage.value()}` },
  };
  return random.pick<Content>([
    edited,
    { "m.new_content": {} },
    { "m.relates_to": relations.edit(id) },
    { "m.relates_to": relations.thread(id) },
    { "m.relates_to": relations.reply(id) },
    { "m.relates_to": relations.reference(id) },
    { "m.relates_to": relations.reaction(id) },
    { "m.relates_to": {} },
    { "m.relates_to": null },
    { "m.relates_to": { rel_type: random.word(8), event_id: id } },
  ]);
}

export const relationClasses: readonly AttackClass[] = [
  {
    name: "a relation written beside the ciphertext of a command",
    async attack(stage) {
      const event = withOutside(await stage.owner.seal(commandType, stage.command()), anyRelation(stage));
      await stage.deliver([event]);
      return [{ event, fate: "relation" }];
    },
  },
  {
    name: "a relation inside the ciphertext of a command, beside it or taken away there",
    async attack(stage) {
      const sealed = await stage.owner.seal(commandType, { ...stage.command(), ...anyRelation(stage) });
      const { "m.relates_to": _beside, ...content } = sealed.content;
      const event = stage.random.below(2) === 0 ? sealed : { ...sealed, content };
      await stage.deliver([event]);
      return claims("relation", [event]);
    },
  },
  {
    name: "an edit written beside the ciphertext of a text",
    async attack(stage) {
      const { event } = await sayText(stage, stage.owner);
      const id = `$${stage.random.word(43)}`;
      const edits: readonly Content[] = [
        { "m.relates_to": relations.edit(id) },
        { "m.new_content": { msgtype: "m.text", body: `!hall/dial ${stage.value()}` } },
        { "m.new_content": {}, "m.relates_to": relations.edit(id) },
      ];
      const edited = withOutside(event, stage.random.pick(edits));
      await stage.deliver([edited]);
      return claims("edit", [edited]);
    },
  },
  {
    name: "a text edited by its own author into a command",
    async attack(stage) {
      const { event: first } = await sayText(stage, stage.stranger);
      const body = `!hall/dial ${stage.value()}`;
      const edit = await stage.owner.seal("m.room.message", {
        msgtype: "m.text",
        body: `* ${body}`,
        "m.new_content": { msgtype: "m.text", body },
        "m.relates_to": relations.edit(first.event_id),
      });
      await stage.deliver([edit]);
      return claims("edit", [edit]);
    },
  },
  {
    name: "a text that refers to another event in some other way",
    async attack(stage) {
      const { event } = await sayText(stage, stage.owner);
      const id = `$${stage.random.word(43)}`;
      const relation = stage.random.pick([relations.reference(id), relations.reaction(id), { rel_type: "x" }, null, 5]);
      const related = withOutside(event, { "m.relates_to": relation });
      await stage.deliver([related]);
      return claims("relation", [related]);
    },
  },
  {
    name: "a command that was redacted, before and after it is known",
    async attack(stage) {
      const { event } = await stage.obeyed();
      const sealed = await stage.owner.seal(commandType, stage.command());
      const emptied = {
        ...sealed,
        content: {},
        unsigned: { redacted_because: redaction(stage.owner.user, sealed.event_id) },
      };
      const said = redaction(stage.owner.user, event.event_id);
      const replayed = asNew({ ...event, content: {} });
      await stage.deliver(stage.random.shuffled([said, emptied, replayed]));
      return [...claims("nothing", [said]), ...claims("undecryptable", [emptied, replayed])];
    },
  },
];
