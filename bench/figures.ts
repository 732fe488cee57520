/** How figures are shown. */
export const ms = (value: number): string => `${value.toFixed(1)} ms`;
export const mb = (value: number): string => `${value.toFixed(1)} MB`;
export const bytes = (value: number): string => `${value.toFixed(1)} bytes`;
export const micros = (value: number): string => `${value.toFixed(1)} µs`;
export const times = (value: number): string => `${value.toFixed(2)} times`;
export const perSecond = (value: number): string => `${Math.round(value)}/s`;
