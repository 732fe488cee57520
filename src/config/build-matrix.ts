import { asUserId } from "../core/ids.ts";
import type { BuildContext } from "./build-context.ts";
import { checkShape } from "./check-shape.ts";
import type { MatrixSettings } from "./configuration.ts";
import { locateFile } from "./locate-file.ts";
import { matrixSchema } from "./schema/matrix.ts";
import { child, type SourceNode } from "./source-node.ts";

const { properties } = matrixSchema;

/** The account, the rooms and how they are used. */
export function buildMatrix(node: SourceNode, context: BuildContext): MatrixSettings | undefined {
  const { findings } = context;
  const matrix = checkShape(matrixSchema, node, findings);
  if (matrix === undefined) return undefined;
  const fileAt = (key: "password_file" | "ca_file"): string | undefined =>
    matrix[key] === undefined ? undefined : locateFile(matrix[key], child(node, key)?.place ?? node.place, context);
  const dataRoom = child(node, "data_room");
  if (dataRoom !== undefined && matrix.room === undefined) {
    findings.problem(dataRoom.place, "there is no room beside it; name room as well, or leave both out");
  }
  if (dataRoom !== undefined && matrix.room === matrix.data_room) {
    findings.problem(dataRoom.place, "is the same as room; leave it out, and all goes to room");
  }
  return {
    homeserver: matrix.homeserver.replace(/\/+$/, ""),
    user: asUserId(matrix.user),
    passwordFile: fileAt("password_file"),
    room: matrix.room,
    dataRoom: matrix.data_room,
    encryption: matrix.encryption ?? properties.encryption.default,
    audience: matrix.audience ?? properties.audience.default,
    state: matrix.state ?? properties.state.default,
    deviceName: matrix.device_name ?? properties.device_name.default,
    caFile: fileAt("ca_file"),
  };
}
