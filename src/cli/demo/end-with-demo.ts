/** ms that a process gets to end by itself. */
const patienceMs = 4_000;

/**
 * Ends this process when the demo that started it is gone, however that ended: the kernel then closes the pipe at
 * standard input. Also to be loaded with `--import` into programs that know nothing of the demo.
 */
export function endWithDemo(): void {
  const end = (): void => {
    setTimeout(() => process.exit(1), patienceMs).unref();
    process.kill(process.pid, "SIGTERM");
  };
  process.stdin.once("end", end).once("error", end).resume();
  process.stdin.unref();
}

endWithDemo();
