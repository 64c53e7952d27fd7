import pc from 'picocolors';
import type { Folded } from './fold.js';
import { severityOf } from './severity.js';
import type { Health, Waiting } from './tree.js';
import type { Blocker, Why } from './why.js';

const SIGNS: Readonly<Record<Health, string>> = { ready: '✔', working: '◌', failed: '✘', deleting: '−', paused: '‖' };

/** A line of a tree, and whether all that it stands for is ready. */
export interface TreeLine {
  readonly text: string;
  readonly settled: boolean;
}

/** Lines of what is below a node of a tree, as a terminal shows them. */
export function branchLines(root: Folded, now: number): TreeLine[] {
  const lines: TreeLine[] = [];
  const descend = (node: Folded, indent: string): void => {
    node.children.forEach((child, index) => {
      const last = index === node.children.length - 1;
      lines.push({ text: `${pc.dim(`${indent}${last ? '└─ ' : '├─ '}`)}${line(child, now)}`, settled: child.health === 'ready' && child.children.length === 0 });
      descend(child, `${indent}${last ? '   ' : '│  '}`);
    });
  };
  descend(root, '');
  return lines;
}

/** A whole tree, its root first. */
export const treeLines = (root: Folded, now: number): string[] => [line(root, now), ...branchLines(root, now).map(({ text }) => text)];

function line({ kind, names, health, state, waiting, children }: Folded, now: number): string {
  const [first = ''] = names;
  const title = names.length === 1 ? `${pc.bold(kind)}/${first}` : `${pc.bold(`${String(names.length)} ${kind}s`)} ${pc.dim(shortened(names))}`;
  // what only waits for what is shown below it says nothing new
  const silent = waiting === undefined || (severityOf(waiting.reason) === 'consequence' && children.length > 0);
  return `${paint(health, SIGNS[health])} ${title}${state === '' ? '' : `  ${pc.dim(state)}`}${silent ? '' : `  ${words(waiting, names.length === 1 || health === 'failed', health, now)}`}`;
}

function words({ reason, message, since }: Waiting, isTold: boolean, health: Health, now: number): string {
  const told = isTold && message !== '' ? `: ${message}` : '';
  return `${health === 'failed' ? pc.red(reason) : pc.yellow(reason)} ${pc.dim(age(since, now))}${told}`;
}

/** Names of one family: their common beginning once. */
function shortened(names: readonly string[]): string {
  const [first = ''] = names;
  const cut = first.lastIndexOf('-') + 1;
  const stem = first.slice(0, cut);
  return cut > 0 && names.every((name) => name.startsWith(stem)) ? `${stem}{${names.map((name) => name.slice(cut)).join(',')}}` : names.join(', ');
}

export function paint(health: Health, text: string): string {
  return health === 'ready' ? pc.green(text) : health === 'failed' ? pc.red(text) : pc.yellow(text);
}

/** For how long, in words. */
export function age(since: string, now: number): string {
  const seconds = Math.max(0, Math.round((now - Date.parse(since)) / 1000));
  if (Number.isNaN(seconds)) return '';
  if (seconds < 120) return `for ${String(seconds)} s`;
  return seconds < 7200 ? `for ${String(Math.round(seconds / 60))} min` : `for ${String(Math.round(seconds / 3600))} h`;
}

/** The one line that says what is waited for, and since when. */
export function waitingLine({ object, reason, message, since, severity }: Blocker, now: number): string {
  const color = severity === 'problem' ? pc.red : pc.yellow;
  return `${color('waiting for')} ${pc.bold(object)} ${pc.dim(`since ${clockTime(since)}, ${age(since, now)}:`)} ${message === '' ? reason : message}`;
}

const clockTime = (time: string): string => time.slice(11, 19);

/** The answer to "why", as a person reads it: the verdict, then each blocker with the way to it, its own words and the fix. */
export function whyLines({ verdict, blockers }: Why, now: number): string[] {
  return [pc.bold(verdict), ...blockers.flatMap((blocker) => ['', ...blockerLines(blocker, now)])];
}

function blockerLines({ object, reason, message, since, path, fix, severity, also }: Blocker, now: number): string[] {
  const color = severity === 'problem' ? pc.red : pc.yellow;
  return [
    `${color(severity === 'problem' ? '✘' : '◌')} ${pc.bold(object)}  ${color(reason)}  ${pc.dim(`since ${since}, ${age(since, now)}`)}`,
    ...(message === '' ? [] : [`  what    ${message}`]),
    ...(path.length === 0 ? [] : [`  where   ${path.join(' › ')} › ${object}`]),
    ...(also.length === 0 ? [] : [`  also    ${also.join(', ')}`]),
    ...(fix === undefined ? [] : [`  ${pc.green('fix')}     ${fix}`]),
  ];
}
