import type { XSchema, XStatic } from "./schema.ts";

export const alertType = "dev.roomwire.alert";

/** What one message tells of alerts. */
export const alertSchema = {
  title: alertType,
  description:
    "What the message tells of alerts. What is raised, repeated or happened comes in an `m.text` that mentions people, what is over in an `m.notice`.",
  type: "object",
  required: ["v", "alerts"],
  properties: {
    v: { const: 1, description: "Version of this content." },
    alerts: {
      type: "array",
      description: "In the order of the text.",
      items: {
        type: "object",
        required: ["state", "text", "raised_at"],
        properties: {
          state: {
            enum: ["raised", "happened", "repeated", "past", "over"],
            description:
              "`raised`: it stands from now on. `happened`: it does not last and is never over. `repeated`: it still stands, and nobody has seen it. `past`: it came and went before it could be told. `over`: it was told before and stands no more.",
          },
          key: {
            type: "string",
            description: "The same in every message about the same condition; missing where it is not to be said.",
          },
          thing: { type: "string", description: "Id of the Thing; missing where it concerns the agent itself." },
          text: { type: "string", description: "What is the matter, in the language of the people." },
          raised_at: { type: "integer", description: "Since when it stands, UTC ms." },
          over_at: { type: "integer", description: "Since when it stands no more, UTC ms. Of `past` and `over`." },
        },
      },
    },
    more: { type: "integer", minimum: 1, description: "So many more are told by this message but have no place here." },
  },
} as const satisfies XSchema;

export type AlertContent = XStatic<typeof alertSchema>;

export const alertExample: AlertContent = {
  v: 1,
  alerts: [
    {
      state: "raised",
      key: "greenhouse/door: greenhouse/door is true for 30s",
      thing: "greenhouse",
      text: "Door is open",
      raised_at: 1_780_310_400_000,
    },
    {
      state: "over",
      key: "greenhouse/temperature: greenhouse/temperature above 35",
      thing: "greenhouse",
      text: "Greenhouse / Temperature is above 35 °C (35.2 °C)",
      raised_at: 1_780_306_800_000,
      over_at: 1_780_310_399_500,
    },
  ],
};
