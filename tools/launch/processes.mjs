import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { LaunchError } from './errors.mjs';
import { ROOT } from './paths.mjs';

/** Ctrl-C and a closing terminal reach the whole foreground group, so the child has them already; a second one often means "at once". */
const FROM_TERMINAL = new Set(['SIGINT', 'SIGHUP']);
const FORWARDED = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** The same signal comes twice when both npm and a supervisor pass it on; within this time it is one. */
const ECHO_MS = 1000;
const PARENT_CHECK_MS = 500;

const onTerminal = () => process.stdin.isTTY || process.stdout.isTTY || process.stderr.isTTY;

/** Passes signals on to `child` while it runs, and notes in `last` when each came; returns the function that stops doing so. */
function forwardSignals(child, last) {
  const forward = (signal) => {
    const now = performance.now();
    const echo = now - (last.get(signal) ?? -Infinity) < ECHO_MS;
    last.set(signal, now);
    if (!echo && !(FROM_TERMINAL.has(signal) && onTerminal())) child.kill(signal);
  };
  for (const signal of FORWARDED) process.on(signal, forward);
  return () => {
    for (const signal of FORWARDED) process.off(signal, forward);
  };
}

/** Ends `child` when the npm that started us is gone: killed outright, it could pass nothing on. */
function endWithParent(child) {
  if (process.env['npm_lifecycle_event'] === undefined) return () => undefined;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    child.kill('SIGTERM');
  }, PARENT_CHECK_MS);
  timer.unref();
  return () => clearInterval(timer);
}

/** A shell's convention: 128 and the number of the signal that ended the program. */
const exitCodeOf = (code, signal) => code ?? 128 + (constants.signals[signal] ?? 0);

function follow(child, signals = new Map()) {
  const stops = [forwardSignals(child, signals), endWithParent(child)];
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve(exitCodeOf(code, signal)));
  }).finally(() => stops.forEach((stop) => stop()));
}

/** Runs a program on our own streams. Resolves to its exit code. @throws when it cannot be started */
export const run = (command, args) => follow(spawn(command, args, { cwd: ROOT, stdio: 'inherit' }));

/** The same for what only prepares: all that it prints goes to stderr, because stdout belongs to what it prepares for. */
export const runAside = (command, args) => follow(spawn(command, args, { cwd: ROOT, stdio: ['inherit', process.stderr, 'inherit'] }));

/**
 * Runs a program and keeps what it prints, which somebody shows if it fails. Resolves to its exit code and its output.
 * @throws LaunchError when it was interrupted, whatever the program made of that; any other error when it cannot be started
 */
export async function capture(command, args, env = process.env) {
  const child = spawn(command, args, { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const chunks = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => chunks.push(chunk));
  const signals = new Map();
  const exitCode = await follow(child, signals);
  const [signal] = signals.keys();
  if (signal !== undefined) throw new LaunchError('Interrupted; the next command does this again.', { exitCode: exitCodeOf(null, signal) });
  return { exitCode, output: Buffer.concat(chunks).toString('utf8') };
}
