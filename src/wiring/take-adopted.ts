import { readAdopted } from "./read-adopted.ts";
import type { Reload, ReloadReport } from "./reload.ts";

/** Takes what is kept of adopted devices now. What somebody may be writing into the configuration's files meanwhile is not taken along. */
export async function takeAdopted(reload: Pick<Reload, "current" | "reload">): Promise<ReloadReport> {
  return await reload.reload(() => ({ ok: true, configuration: readAdopted(reload.current), warnings: [] }));
}
