/** Shell that makes three chips of gpio-sim, so that numbers are wrong on purpose. Each is plugged in by the caller's `plug_chip FOLDER`. */
export const makeChips = `
simulated=/sys/kernel/config/gpio-sim
chip() { # folder, label, lines, then offset:name ...
  local bank=$simulated/$1/bank0 label=$2 lines=$3 folder=$1
  mkdir $simulated/$1 $bank
  echo "$lines" > $bank/num_lines
  echo -n "$label" > $bank/label
  shift 3
  for line in "$@"; do mkdir $bank/line\${line%%:*}; echo -n "\${line#*:}" > $bank/line\${line%%:*}/name; done
  plug_chip $folder
}
chip decoy decoy 8 3:RELAY
# As mainline's device tree has it: GPIO4 and a few more bear other names.
chip pi pinctrl-bcm2711 58 2:SDA1 3:SCL1 4:GPIO_GCLK 14:TXD1 15:RXD1 $(for n in 17 18 22 23 24 25 27; do echo $n:GPIO$n; done)
chip keep keeps-its-level 8 3:PUMP
`;

/** As one word of the shell. */
export const quote = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
