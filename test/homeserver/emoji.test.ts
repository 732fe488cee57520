import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { UserId } from "../../src/core/ids.ts";
import { isVerificationEvent } from "../../src/core/verification-events.ts";
import type { VerificationFlow } from "../../src/matrix/verification-flows.ts";
import type { ShownEmoji, VerificationEnd } from "../../src/matrix/verify-emoji.ts";
import { temporaryDirectory } from "../fakes/temporary-directory.ts";
import { until } from "../fakes/until.ts";
import { type AgentRig, openAgent } from "./agent-rig.ts";
import { directChat, type EmojiPerson, emojiPerson, encryptVerifications } from "./emoji-client.ts";
import { createUser, openPlainClient, type PlainClient, synapseUrl, withoutSynapse } from "./matrix-user.ts";

interface Scene extends AsyncDisposable {
  readonly agent: AgentRig;
  readonly operator: PlainClient;
  readonly person: EmojiPerson;
  readonly room: Awaited<ReturnType<PlainClient["createRoom"]>>;
  readonly requests: UserId[];
}

async function openScene(encrypted = false): Promise<Scene> {
  await using opening = new AsyncDisposableStack();
  const directory = opening.use(temporaryDirectory());
  const [user, owner] = await Promise.all([createUser(synapseUrl, "agent"), createUser(synapseUrl, "op")]);
  const operator = opening.use(await openPlainClient(synapseUrl, owner));
  if (encrypted) encryptVerifications(operator);
  const room = await operator.createRoom([user.id]);
  const requests: UserId[] = [];
  const parts = {
    isListed: (who: string) => who === owner.id,
    onVerificationRequest: (who: UserId) => void requests.push(who),
  };
  const agent = opening.use(await openAgent({ directory: directory.path, user, operators: [owner.id], room, parts }));
  // What the gate does with what it opens.
  const handOn = async (): Promise<void> => {
    for (;;) {
      const event = await agent.next();
      const opened = await agent.link.opener.open(event);
      if (
        (opened.kind === "opened" || opened.kind === "plaintext") &&
        isVerificationEvent(opened.type, opened.content)
      ) {
        await agent.link.verification.takeRoomStep({ event, type: opened.type, content: opened.content });
      }
    }
  };
  handOn().catch(() => undefined);
  const owned = opening.move();
  return {
    agent,
    operator,
    person: emojiPerson(operator),
    room,
    requests,
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

/** The console of the agent and the person at the other client compare what each of them sees. */
function compared() {
  const console = Promise.withResolvers<readonly ShownEmoji[]>();
  const far = Promise.withResolvers<readonly (readonly [string, string])[]>();
  const fits = async (): Promise<boolean> => {
    const [here, there] = await Promise.all([console.promise, far.promise]);
    assert.equal(here.length, 7);
    assert.deepEqual(
      here.map(({ symbol, name }) => [symbol, name]),
      there,
    );
    return true;
  };
  return {
    atConsole: (emojis: readonly ShownEmoji[]) => {
      console.resolve(emojis);
      return fits();
    },
    farAway: (emojis: readonly (readonly [string, string])[]) => {
      far.resolve(emojis);
      return fits();
    },
  };
}

async function waitingRequest({ agent, requests }: Scene): Promise<VerificationFlow> {
  await until("the request waits for a person", () => requests.length > 0);
  return agent.link.verification.takeRequest() ?? assert.fail("no request");
}

/** The agent's console takes that request, and both sides compare. */
async function verifyTogether(scene: Scene, asking: Parameters<Scene["person"]["verify"]>[0], flow: VerificationFlow) {
  const { agent, person } = scene;
  const { atConsole, farAway } = compared();
  const [end] = await Promise.all([
    agent.link.verification.run(flow, atConsole, never),
    person.verify(asking, farAway),
  ]);
  await bothVerified(scene, end);
}

async function bothVerified({ agent, operator }: Scene, end: VerificationEnd): Promise<void> {
  assert.deepEqual(end, { kind: "verified", masterKey: await operator.masterKey() });
  await until("the operator's client took the agent as verified", async () => {
    const status = await operator.client.getCrypto()?.getUserVerificationStatus(agent.link.userId);
    return status?.isVerified() === true;
  });
}

const never = new AbortController().signal;

describe("emoji verification", { skip: withoutSynapse, timeout: 300_000 }, () => {
  for (const [how, encrypted] of [
    ["in clear", false],
    ["encrypted", true],
  ] as const) {
    test(`from the operator's client in the agent's room, its steps sent ${how}`, async () => {
      await using scene = await openScene(encrypted);
      const { agent, operator, room } = scene;
      const crypto = operator.client.getCrypto() ?? assert.fail();
      await until(
        "the agent is in",
        () => operator.client.getRoom(room)?.getMember(agent.link.userId)?.membership === "join",
      );
      const asking = await crypto.requestVerificationDM(agent.link.userId, room);
      const flow = await waitingRequest(scene);
      assert.equal(flow.room, room);
      await verifyTogether(scene, asking, flow);
      const clear = operator.client.getRoom(room)?.getLiveTimeline().getEvents() ?? [];
      const ours = clear.filter((event) => event.getSender() === agent.link.userId && !event.isState());
      assert.ok(ours.length >= 3);
      assert.ok(
        ours.every((event) => event.isEncrypted()),
        "the agent's steps are encrypted",
      );
    });
  }

  test("from the operator's client by to-device messages", async () => {
    await using scene = await openScene();
    const { agent, operator } = scene;
    const crypto = operator.client.getCrypto() ?? assert.fail();
    await crypto.getUserDeviceInfo([agent.link.userId], true);
    const asking = await crypto.requestDeviceVerification(agent.link.userId, agent.link.deviceId);
    const flow = await waitingRequest(scene);
    await verifyTogether(scene, asking, flow);
  });

  test("from the agent by to-device messages, and in the room", async () => {
    for (const where of ["to-device", "room"] as const) {
      await using scene = await openScene(true);
      const { agent, operator, person, room } = scene;
      const { verification } = agent.link;
      await agent.link.sender.seal({ room, type: "m.room.message", content: {} }, "learn who is there");
      const sessions = await verification.sessions(operator.userId);
      assert.deepEqual(
        sessions.map(({ device, isSigned }) => [device, isSigned]),
        [[operator.client.getDeviceId(), true]],
      );
      const flow =
        where === "room"
          ? await verification.askInRoom(operator.userId, room)
          : await verification.askSession(operator.userId, sessions[0]?.device ?? "");
      const { atConsole, farAway } = compared();
      const [end] = await Promise.all([
        verification.run(flow, atConsole, never),
        person.request().then((request) => person.verify(request, farAway)),
      ]);
      await bothVerified(scene, end);
    }
  });

  for (const [how, encrypted] of [
    ["in clear", false],
    ["encrypted", true],
  ] as const) {
    test(`in a new direct chat, its steps sent ${how}, which is left afterwards`, async () => {
      await using scene = await openScene(encrypted);
      const { agent, operator } = scene;
      const crypto = operator.client.getCrypto() ?? assert.fail();
      const chat = await directChat(operator, agent.link.userId);
      await until(
        "the agent joined the chat",
        () => operator.client.getRoom(chat)?.getMember(agent.link.userId)?.membership === "join",
      );
      await operator.send(chat, "dev.roomwire.command", { id: "never obeyed here" });
      const asking = await crypto.requestVerificationDM(agent.link.userId, chat);
      const flow = await waitingRequest(scene);
      await verifyTogether(scene, asking, flow);
      await until(
        "the agent left",
        () => operator.client.getRoom(chat)?.getMember(agent.link.userId)?.membership === "leave",
      );
      assert.equal(agent.store.nextEvent(0), undefined);
      await until("it is forgotten", () => agent.store.fact("direct-chats") === "");
    });
  }

  test("a request that was made in a direct chat before the agent joined it is taken up", async () => {
    await using scene = await openScene(true);
    const { agent, operator } = scene;
    const crypto = operator.client.getCrypto() ?? assert.fail();
    const chat = await directChat(operator, agent.link.userId);
    const known = () => operator.client.getRoom(chat)?.getMember(agent.link.userId)?.membership;
    await until("the client gives its keys to whom it invited", () => known() !== undefined);
    const asking = await crypto.requestVerificationDM(agent.link.userId, chat);
    const flow = await waitingRequest(scene);
    await verifyTogether(scene, asking, flow);
  });

  test("pictures that differ verify nobody, nor does a person who walks away", async () => {
    await using scene = await openScene();
    const { agent, operator, person } = scene;
    const { verification } = agent.link;
    const [session] = await verification.sessions(operator.userId);
    const ask = () => verification.askSession(operator.userId, session?.device ?? "");
    const [differs] = await Promise.all([
      verification.run(await ask(), async () => false, never),
      assert.rejects(
        person.request().then((request) => person.verify(request, () => true)),
        /cancelled: m.mismatched_sas/,
      ),
    ]);
    assert.match(differs.kind === "ended" ? differs.reason : "", /m.mismatched_sas/);
    const away = new AbortController();
    const [alone] = await Promise.all([
      verification.run(await ask(), () => new Promise(() => away.abort()), away.signal),
      assert.rejects(
        person.request().then((request) => person.verify(request, () => true)),
        /cancelled/,
      ),
    ]);
    assert.deepEqual(alone, { kind: "ended", reason: "Nobody was there to compare." });
  });

  test("somebody unlisted is not answered, and only a direct chat of two is joined", async () => {
    await using scene = await openScene();
    const { agent, operator } = scene;
    await using stranger = await openPlainClient(synapseUrl, await createUser(synapseUrl, "stranger"));
    await stranger.client.sendToDevice(
      "m.key.verification.request",
      new Map([
        [
          agent.link.userId,
          new Map([
            [
              agent.link.deviceId,
              {
                from_device: stranger.client.getDeviceId(),
                methods: ["m.sas.v1"],
                timestamp: Date.now(),
                transaction_id: "strange",
              },
            ],
          ]),
        ],
      ]),
    );
    await directChat(stranger, agent.link.userId);
    await directChat(operator, agent.link.userId, { is_direct: false });
    const crowded = await directChat(operator, agent.link.userId, { invite: [agent.link.userId, stranger.userId] });
    const membership = (room: string) =>
      operator.client.getRoom(room as never)?.getMember(agent.link.userId)?.membership;
    await until("the crowded one was left again", () => membership(crowded) === "leave");
    const fitting = await directChat(operator, agent.link.userId);
    await until("the agent joined the fitting one", () => membership(fitting) === "join");
    const joined = operator.client.getRooms().filter(({ roomId }) => membership(roomId) === "join");
    assert.deepEqual(new Set(joined.map(({ roomId }) => roomId)), new Set([scene.room, fitting]));
    assert.deepEqual(scene.requests, []);
    assert.equal(agent.link.verification.takeRequest(), undefined);
  });
});
