import type { KernelDevice } from "../../core/kernel-files.ts";
import type { Texts } from "./chosen-device.ts";
import type { Absence } from "./kernel-source.ts";

export type ReadFiles = (files: readonly string[]) => Promise<Texts>;

/** Which label stands in which file: read once for a device, since labels do not change while it is there. */
export class ChannelLabels {
  #path: string | undefined;
  #files = new Map<string, string>();

  /** The file with just this label; undefined where none has it. */
  async find(
    { path }: KernelDevice,
    label: string,
    files: readonly string[],
    read: ReadFiles,
  ): Promise<string | Absence | undefined> {
    if (files.length === 0) return undefined;
    if (this.#path !== path) {
      const answer = await read(files);
      if (answer.kind === "absent") return answer;
      this.#path = path;
      this.#files = new Map(files.map((file, at) => [answer.texts[at] ?? "", file]));
    }
    return this.#files.get(label);
  }
}
