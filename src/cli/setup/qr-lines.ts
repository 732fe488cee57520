/** White on black whatever the terminal's colours are: cameras want it so (ECMA-48, SGR). */
const [white, back] = ["\x1b[97;40m", "\x1b[0m"];
/** By what the upper and the lower of two modules are, light or dark. */
const halves = { true: { true: "█", false: "▀" }, false: { true: "▄", false: " " } } as const;

/** Modules of light around it (ISO/IEC 18004, 6.3.8). */
const border = 4;

/** A text as a QR code, two modules a line of characters; undefined where it is wider than the terminal. */
export async function qrLines(text: string, columns: number): Promise<readonly string[] | undefined> {
  const { encodeQR } = await import("qr");
  // true: dark
  const modules = encodeQR(text, "raw", { ecc: "low", border });
  const width = modules[0]?.length ?? 0;
  if (width > columns) return undefined;
  const isLight = (row: number, column: number): "true" | "false" => `${modules[row]?.[column] !== true}`;
  return Array.from({ length: Math.ceil(modules.length / 2) }, (_, line) => {
    const cells = Array.from({ length: width }, (_, at) => halves[isLight(2 * line, at)][isLight(2 * line + 1, at)]);
    return `${white}${cells.join("")}${back}`;
  });
}
