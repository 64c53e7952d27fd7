import pc from 'picocolors';
import type { Health, TreeNode } from './tree.js';
import type { Why } from './why.js';

const SIGNS: Readonly<Record<Health, string>> = { ready: '✔', working: '◌', failed: '✘', deleting: '−', paused: '‖' };

/** Lines of a tree, as a terminal shows it. */
export function treeLines(root: TreeNode, now: number): string[] {
  const lines: string[] = [line(root, now)];
  const descend = (node: TreeNode, indent: string): void => {
    node.children.forEach((child, index) => {
      const last = index === node.children.length - 1;
      lines.push(`${pc.dim(`${indent}${last ? '└─ ' : '├─ '}`)}${line(child, now)}`);
      descend(child, `${indent}${last ? '   ' : '│  '}`);
    });
  };
  descend(root, '');
  return lines;
}

function line({ kind, name, health, state, waiting }: TreeNode, now: number): string {
  const words = waiting === undefined ? '' : ` ${pc.yellow(`${waiting.reason} ${age(waiting.since, now)}: ${waiting.message}`)}`;
  return `${paint(health, SIGNS[health])} ${pc.bold(kind)}/${name}${state === '' ? '' : ` ${pc.dim(state)}`}${words}`;
}

export function paint(health: Health, text: string): string {
  return health === 'ready' ? pc.green(text) : health === 'failed' ? pc.red(text) : pc.yellow(text);
}

/** How long ago, in words. */
export function age(since: string, now: number): string {
  const seconds = Math.max(0, Math.round((now - Date.parse(since)) / 1000));
  if (seconds < 120) return `for ${String(seconds)} s`;
  return seconds < 7200 ? `for ${String(Math.round(seconds / 60))} min` : `for ${String(Math.round(seconds / 3600))} h`;
}

/** The answer to "why", as a person reads it: verdict first, then the way to it, then the fix. */
export function whyLines({ verdict, chain, fix }: Why, now: number): string[] {
  return [
    pc.bold(verdict),
    ...chain.map(({ object, reason, message, since }, index) => `${'  '.repeat(index + 1)}${pc.dim('└─')} ${object}: ${pc.yellow(reason)} ${age(since, now)}: ${message}`),
    ...(fix === undefined ? [] : [`${pc.green('fix')}: ${fix}`]),
  ];
}
