import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ClientWorld } from "./client-world.ts";
import type { Desktop } from "./desktop.ts";
import type { Screen } from "./screen.ts";

/** nheko with one person signed in, its window as large as the screen. */
export interface Nheko {
  /** nheko's own number, as `dpkg` has it. */
  readonly version: string;
  /** Makes the person's cross-signing identity, as nheko offers it at the first start. */
  setUpEncryption(): Promise<void>;
  /** Accepts the invitation to the agent's room for people, and opens it. */
  joinRoom(): Promise<void>;
  /** Types a line into the open room and sends it. */
  say(text: string): Promise<void>;
}

/** Where the middle of "Accept invite" stands above "Show invite reason"; its bright letters on dark cannot be read. */
const acceptAboveReason = 188;

/** Starts it with the person's login prepared in its settings, secrets in a file of its own: there is no keyring. */
export async function openNheko(desktop: Desktop, screen: Screen, shared: string, world: ClientWorld): Promise<Nheko> {
  writeFileSync(join(shared, "nheko.conf"), settings(world));
  await desktop.run("mkdir -p $HOME/.config/nheko && cp /tmp/shared/nheko.conf $HOME/.config/nheko/");
  await desktop.run("(LIBGL_ALWAYS_SOFTWARE=1 nheko > /tmp/shared/nheko.log 2>&1 &)");
  await screen.sees("Setup Encryption");
  return {
    version: (await desktop.run("dpkg-query -W nheko")).trim().replace(/^\S+\s|[+-].*/gs, ""),
    async setUpEncryption() {
      await screen.click("OK");
      await screen.sees("This is your recovery key");
      await screen.click("OK");
    },
    async joinRoom() {
      await screen.sees("Greenhouse data");
      const words = await screen.words();
      const inLine = (text: string, top: number): boolean =>
        words.some((word) => word.text === text && Math.abs(word.top - top) < word.height);
      // Rooms of one age stand in any order.
      const name = words.find(({ text, top }) => text === "Greenhouse" && !inLine("data", top));
      if (name === undefined) throw new Error("nheko does not list the agent's room for people");
      await screen.clickAt(name.left + name.width / 2, name.top + name.height / 2);
      const reason = await screen.sees("Show invite reason");
      await screen.clickAt(reason.x, reason.y - acceptAboveReason);
      await screen.sees("a Roomwire agent");
    },
    async say(text) {
      await screen.clickAt(560, 690);
      await screen.type(text);
      await screen.key("Return");
    },
  };
}

const settings = ({ homeserver, person }: ClientWorld): string => `[General]
run_without_secure_secrets_service=true

[auth]
access_token=${person.accessToken}
device_id=${person.deviceId}
home_server=${homeserver}
user_id=${person.userId}

[window]
width=998
height=690

[user]
desktop_notifications=false
font_size=11
theme=light
fancy_effects=false
reduced_motion=true
`;
