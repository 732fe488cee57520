import type { XSchema, XStatic } from "./schema.ts";

export const chartType = "dev.roomwire.chart";

const value = { type: ["boolean", "integer", "string"] } as const;

/** What a chart shows, in numbers. */
export const chartSchema = {
  title: chartType,
  description:
    "What a chart shows, in numbers. It stands in the notice, not in the picture behind it. Only readings of quality `ok` count.",
  type: "object",
  required: ["v", "from_at", "to_at", "series"],
  properties: {
    v: { const: 1, description: "Version of this content." },
    from_at: { type: "integer", description: "Where the chart begins, UTC ms." },
    to_at: { type: "integer", description: "Where it ends, UTC ms." },
    series: {
      type: "array",
      description: "One per property, in the order of the text.",
      items: {
        type: "object",
        required: ["thing", "name", "count"],
        properties: {
          thing: { type: "string", description: "Id of the Thing." },
          name: { type: "string", description: "Name of the property." },
          unit: { type: "string", description: "SenML unit or a customary one." },
          count: { type: "integer", minimum: 0, description: "Readings in that time." },
          least: { ...value, description: "Of numbers, the least value; a `number` as a decimal string." },
          greatest: { ...value, description: "Of numbers, the greatest value." },
          last: { ...value, description: "The newest value. Missing where nothing was recorded." },
          last_at: { type: "integer", description: "When that was measured, UTC ms." },
        },
      },
    },
    left_out: { type: "integer", minimum: 1, description: "Properties of the Thing that had no place." },
  },
} as const satisfies XSchema;

export type ChartContent = XStatic<typeof chartSchema>;

export const chartExample: ChartContent = {
  v: 1,
  from_at: 1_780_224_000_000,
  to_at: 1_780_310_400_000,
  series: [
    {
      thing: "greenhouse",
      name: "temperature",
      unit: "Cel",
      count: 2880,
      least: "18.2",
      greatest: "27.9",
      last: "21.5",
      last_at: 1_780_310_388_000,
    },
    { thing: "greenhouse", name: "pump", count: 12, last: false, last_at: 1_780_309_000_000 },
  ],
};
