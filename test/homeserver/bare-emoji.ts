import * as wasm from "@matrix-org/matrix-sdk-crypto-wasm";
import { until } from "../fakes/until.ts";
import type { BareClient, Outgoing } from "./bare-client.ts";

type Emojis = readonly (readonly [string, string])[];

/** The bare client's side of a verification that somebody else asked for, to its end; `fits` is asked for the emojis shown. */
export async function takeVerification(
  { machine, deliver }: BareClient,
  other: string,
  fits: (emojis: Emojis) => boolean,
): Promise<void> {
  const found = () => machine.getVerificationRequests(new wasm.UserId(other)).find((one) => !one.isDone());
  await until("a request to verify came", () => found() !== undefined);
  const asked = found();
  if (asked === undefined) throw new Error("no request");
  await deliver(asked.acceptWithMethods([wasm.VerificationMethod.SasV1]) as unknown as Outgoing);
  await until("the other side began", () => asked.getVerification() instanceof wasm.Sas);
  const sas = asked.getVerification();
  if (!(sas instanceof wasm.Sas)) throw new Error("no emojis");
  await deliver(sas.accept() as unknown as Outgoing | undefined);
  await until("the emojis are there", () => sas.canBePresented() && sas.emoji() !== undefined);
  const shown = (sas.emoji() ?? []).map(({ symbol, description }) => [symbol, description] as const);
  if (!fits(shown)) {
    await deliver(sas.cancelWithCode("m.mismatched_sas") as unknown as Outgoing | undefined);
    return;
  }
  for (const step of await sas.confirm()) await deliver(step as unknown as Outgoing);
  await until("both have confirmed", () => sas.isDone() || sas.isCancelled());
}
