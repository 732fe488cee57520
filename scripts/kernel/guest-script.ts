/**
 * What runs in the guest, on the host's own files: makes three chips, so that numbers are wrong on purpose, then runs the tests.
 * Nothing but the network of the guest itself is there, and what it writes is gone with it.
 */
export function guestScript(root: string, node: string, files: readonly string[]): string {
  const tests = files.map(quote).join(" ");
  return `
set -u
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/tmp TERM=dumb
export NODE_COMPILE_CACHE=/tmp/compile NO_COLOR=1
ip link set lo up 2>/dev/null
cd ${quote(root)}
echo "kernel $(uname -r) is up after $(cut -d' ' -f1 /proc/uptime) s"
chip() { # folder, label, lines, then offset:name ...
  local bank=/sys/kernel/config/gpio-sim/$1/bank0 label=$2 lines=$3
  mkdir /sys/kernel/config/gpio-sim/$1 $bank
  echo "$lines" > $bank/num_lines
  echo -n "$label" > $bank/label
  shift 3
  for line in "$@"; do mkdir $bank/line\${line%%:*}; echo -n "\${line#*:}" > $bank/line\${line%%:*}/name; done
  echo 1 > \${bank%/*}/live
}
chip decoy decoy 8 3:RELAY
# As mainline's device tree has it: GPIO4 and a few more bear other names.
chip pi pinctrl-bcm2711 58 2:SDA1 3:SCL1 4:GPIO_GCLK 14:TXD1 15:RXD1 $(for n in 17 18 22 23 24 25 27; do echo $n:GPIO$n; done)
chip keep keeps-its-level 8 3:PUMP
${quote(node)} --test --test-concurrency=1 --test-timeout=240000 --test-reporter=spec ${tests}
`;
}

const quote = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
