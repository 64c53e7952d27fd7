const { stderr } = process;

/** One line of the launcher's own, on stderr. */
export const say = (line) => stderr.write(`${line}\n`);

/** Runs `work` under a line that says what goes on and for how long: kept up to date on a terminal, otherwise printed at start and end. */
export async function progress(title, work) {
  const started = performance.now();
  const elapsed = () => `${Math.round((performance.now() - started) / 1000)} s`;
  if (!stderr.isTTY) {
    say(`${title} ...`);
    const result = await work();
    say(`${title}: took ${elapsed()}`);
    return result;
  }
  const draw = () => stderr.write(`\r\u001b[2K${title} ... ${elapsed()}`);
  draw();
  const timer = setInterval(draw, 1000);
  try {
    return await work();
  } finally {
    clearInterval(timer);
    draw();
    stderr.write('\n');
  }
}
