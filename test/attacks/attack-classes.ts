import { challengeClasses, nearChallengeClasses } from "./classes/challenges.ts";
import { deviceClasses, nearDeviceClasses } from "./classes/devices.ts";
import { envelopeClasses } from "./classes/envelope.ts";
import { floodClasses, nearFloodClasses } from "./classes/floods.ts";
import { heldKeyClasses, nearHeldKeyClasses } from "./classes/held-keys.ts";
import { inClearClasses } from "./classes/in-clear.ts";
import { nearLeaseClasses } from "./classes/leases.ts";
import { nearLimitClasses } from "./classes/limits.ts";
import { memberClasses } from "./classes/members.ts";
import { nearOldFileClasses } from "./classes/old-files.ts";
import { nearPairingClasses, pairingClasses } from "./classes/pairing.ts";
import { nearPlaceClasses, placeClasses } from "./classes/place.ts";
import { relationClasses } from "./classes/relations.ts";
import { nearRepeatClasses, repeatClasses } from "./classes/repeats.ts";
import { replay } from "./classes/replay.ts";
import { nearRightClasses, rightClasses } from "./classes/rights.ts";
import { nearSessionClasses, sessionClasses } from "./classes/sessions.ts";
import { nearStopClasses } from "./classes/stops.ts";
import { nearTimeClasses, timeClasses } from "./classes/times.ts";
import type { AttackClass, NearAttackClass } from "./stage.ts";

/** What a homeserver or a member can do; each is played on a real homeserver too. */
export const homeserverClasses: readonly AttackClass[] = [
  ...replay,
  ...relationClasses,
  ...inClearClasses,
  ...placeClasses,
  ...deviceClasses,
  ...sessionClasses,
  ...memberClasses,
  ...envelopeClasses,
  ...rightClasses,
  ...timeClasses,
  ...pairingClasses,
  ...repeatClasses,
  ...floodClasses,
  ...heldKeyClasses,
];

/** What a homeserver or a member can do, also where they read what the agent answers. */
export const attackClasses: readonly AttackClass[] = [...homeserverClasses, ...challengeClasses];

/** What only happens next to the gate: moments that no homeserver can choose, answers of the crypto library that none can cause. */
export const nearAttackClasses: readonly NearAttackClass[] = [
  ...nearPlaceClasses,
  ...nearDeviceClasses,
  ...nearSessionClasses,
  ...nearRightClasses,
  ...nearTimeClasses,
  ...nearChallengeClasses,
  ...nearPairingClasses,
  ...nearRepeatClasses,
  ...nearLimitClasses,
  ...nearLeaseClasses,
  ...nearStopClasses,
  ...nearOldFileClasses,
  ...nearFloodClasses,
  ...nearHeldKeyClasses,
];
