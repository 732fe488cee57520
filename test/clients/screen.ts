import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { waitUntil } from "../../src/cli/demo/wait-until.ts";
import { systemClock } from "../../src/machine/clock.ts";
import type { Desktop } from "./desktop.ts";
import { findText, type Place, readWords, type Word } from "./find-text.ts";

/** What a person does with a screen: reads it, clicks on words, types, keeps a picture. */
export interface Screen {
  /** All words that can be read now: dark ones on a bright ground. */
  words(): Promise<readonly Word[]>;
  /** Resolves when this text stands there, with the place of its last occurrence. Rejects after 40 s with what is read. */
  sees(text: string): Promise<Place>;
  /** Waits for the text, and clicks in its middle. */
  click(text: string): Promise<void>;
  /** Clicks in px from the upper left corner. */
  clickAt(x: number, y: number): Promise<void>;
  type(text: string): Promise<void>;
  /** A key by its X name. */
  key(name: string): Promise<void>;
  /** Makes the window in front wide enough for what it cuts off. */
  widen(): Promise<void>;
  /** How many px have exactly this colour, as in CSS. */
  pixels(colour: string): Promise<number>;
  /** Keeps the screen as a small PNG of this name. */
  keep(name: string): Promise<void>;
}

const clock = systemClock("trusted");
/** Letters of a screen are too small for the reader otherwise. */
const enlarged = 3;
const withinMs = 40_000;

/** `shared` as in openDesktop, `pictures` the folder that keeps. */
export function openScreen(desktop: Desktop, shared: string, pictures: string): Screen {
  const words = async (): Promise<readonly Word[]> => {
    const read = `import -window root png:- | convert - -resize ${enlarged}00% -colorspace Gray png:- |`;
    return readWords(await desktop.run(`${read} OMP_THREAD_LIMIT=1 tesseract - - --psm 11 tsv`), enlarged);
  };
  const sees = async (text: string): Promise<Place> => {
    let last: readonly Word[] = [];
    const look = async (): Promise<Place | undefined> => {
      last = await words();
      return findText(last, text);
    };
    return await waitUntil(clock, text, withinMs, look).catch(() => {
      throw new Error(`the screen does not show "${text}" but: ${last.map((word) => word.text).join(" ")}`);
    });
  };
  const clickAt = async (x: number, y: number): Promise<void> => {
    await desktop.run(`xdotool mousemove ${Math.round(x)} ${Math.round(y)} sleep 0.2 click 1 sleep 0.2`);
  };
  return {
    words,
    sees,
    clickAt,
    async click(text) {
      let [before, now] = [await sees(text), await sees(text)];
      // A window that just came or grew may not have its last shape yet.
      while (Math.hypot(now.x - before.x, now.y - before.y) > 2) [before, now] = [now, await sees(text)];
      await clickAt(now.x, now.y);
    },
    type: async (text) => void (await desktop.run(`xdotool type --delay 30 -- '${text.replaceAll("'", "'\\''")}'`)),
    key: async (name) => void (await desktop.run(`xdotool key ${name}`)),
    widen: async () =>
      void (await desktop.run("xdotool getactivewindow windowmove --sync 90 140 windowsize --sync 820 500")),
    async pixels(colour) {
      const count = `-fill black +opaque '${colour}' -fill white -opaque '${colour}' -format '%[fx:round(mean*w*h)]'`;
      return Number(await desktop.run(`import -window root png:- | convert - ${count} info:-`));
    },
    async keep(name) {
      const small = "-strip -dither None -colors 64 -define png:compression-level=9";
      await desktop.run(`import -window root png:- | convert - ${small} png8:/tmp/shared/${name}.png`);
      copyFileSync(join(shared, `${name}.png`), join(pictures, `${name}.png`));
    },
  };
}
