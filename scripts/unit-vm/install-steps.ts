/**
 * The steps of systemd/README.md as they stand there, but for those that fetch something: the checkout with its packages is there
 * already. Throws when the page no longer has them.
 */
export function installSteps(readme: string): readonly string[] {
  const block = /```sh\n(git clone [\s\S]*?)```/.exec(readme)?.[1] ?? "";
  const steps = block.split("\n").filter((line) => /^(install|systemd-\w+|udevadm) /.test(line));
  const fetching = block.split("\n").filter((line) => /^(git clone|cd|npm (ci|rebuild|prune)) /.test(line));
  const lines = block.trim().split("\n").length;
  if (steps.length < 3 || steps.length + fetching.length !== lines) {
    throw new Error("systemd/README.md has steps to install that this test does not know");
  }
  return steps;
}
