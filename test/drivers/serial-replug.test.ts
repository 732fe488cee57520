import { replugContract } from "../contract/replug.ts";
import { polledSerialRig } from "./rigs/polled-serial-rig.ts";
import { serialRig } from "./rigs/serial-rig.ts";

replugContract("a station that talks", serialRig);
replugContract("a station that is asked", polledSerialRig);
