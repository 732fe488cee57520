/**
 * The 40-pin header of a Raspberry Pi, the same on every board that has it: BCM number of each pin, or what else it is. Pins 27
 * and 28 (GPIO0, GPIO1) belong to the identification of add-on boards.
 */
export const headerPins: readonly (number | string)[] = [
  ...["3.3 V", "5 V", 2, "5 V", 3, "ground", 4, 14, "ground", 15],
  ...[17, 18, 27, "ground", 22, 23, "3.3 V", 24, 10, "ground"],
  ...[9, 25, 11, 8, "ground", 7, 0, 1, 5, "ground"],
  ...[6, 12, 13, "ground", 19, 16, 26, 20, "ground", 21],
];

/** BCM number of a physical pin, counted from 1; a word for one that is no GPIO. */
export function pinMeaning(pin: number): number | string {
  return headerPins[pin - 1] ?? "not there";
}
