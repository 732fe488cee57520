import { makeChips, quote } from "../kernel/make-chips.ts";

export interface SystemWork {
  /** The checkout; in the guest it is /usr/lib/roomwire. */
  readonly root: string;
  /** The folder with the system's files. */
  readonly system: string;
  /** Steps that install Roomwire, a line of shell each. */
  readonly steps: readonly string[];
  /** Test files, as paths below `root`. */
  readonly files: readonly string[];
}

/**
 * What the guest's first process runs: puts Debian's files and the checkout, both read-only with a layer in memory over them, where
 * an installed machine has them, adds a service that runs the tests, and becomes systemd.
 */
export function systemScript({ root, system, steps, files }: SystemWork): string {
  return `
set -e
b=/bin/busybox
mount -t tmpfs -o mode=755,size=80% layer /layer
mkdir -p /layer/upper /layer/work /layer/code /layer/code-work
mount -t overlay -o lowerdir=/lower${quote(system)},upperdir=/layer/upper,workdir=/layer/work root /new
mkdir -p /new/usr/lib/roomwire /new/etc/systemd/system/multi-user.target.wants
mount -t overlay -o lowerdir=/lower${quote(root)},upperdir=/layer/code,workdir=/layer/code-work code /new/usr/lib/roomwire
echo guest > /new/etc/hostname
$b tr -d - < /proc/sys/kernel/random/uuid > /new/etc/machine-id
# Neither a login on the console nor a question at the first start.
for unit in serial-getty@ttyS0.service console-getty.service getty.target systemd-firstboot.service; do
  ln -sf /dev/null /new/etc/systemd/system/$unit
done
$b cat > /new/etc/systemd/system/trial.service <<'END'
[Unit]
Description=The tests of the unit
After=systemd-udevd.service systemd-udev-trigger.service sys-kernel-config.mount sys-kernel-tracing.mount
[Service]
Type=exec
ExecStart=/bin/bash /etc/trial.sh
StandardOutput=tty
StandardError=tty
TTYPath=/dev/ttyS0
END
ln -sf ../trial.service /new/etc/systemd/system/multi-user.target.wants/trial.service
$b cat > /new/etc/trial.sh <<'END'
${trialScript(steps, files)}
END
for kind in dev proc sys; do $b mount --move /$kind /new/$kind; done
exec $b switch_root /new /sbin/init
`;
}

function trialScript(steps: readonly string[], files: readonly string[]): string {
  return `
export PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root TERM=dumb NO_COLOR=1 UNTIL_SECONDS=150
end() {
  [ $1 = 0 ] || journalctl -b --no-pager -o short-monotonic -u roomwire | tail -n 60
  echo "GUEST-EXIT $1"
  sync
  echo o > /proc/sysrq-trigger
}
cd /usr/lib/roomwire
echo "kernel $(uname -r) and $(systemctl --version | head -n 1) are up after $(cut -d' ' -f1 /proc/uptime) s"
install_it() (
set -e
${steps.join("\n")}
)
install_it || { echo "the steps of systemd/README.md failed"; end 1; }
echo "installed after $(cut -d' ' -f1 /proc/uptime) s"
plug_chip() { echo 1 > $simulated/$1/live; }
${makeChips}
stty -F /dev/ttyS1 raw -echo
systemctl daemon-reload
bin/node --test --test-isolation=none --test-timeout=600000 --test-reporter=spec ${files.map(quote).join(" ")}
end $?
`;
}
