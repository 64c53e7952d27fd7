import type { Health, TreeNode, Waiting } from './tree.js';
import { severityOf } from './severity.js';

/** A line of a tree as a person sees it: one object, or several that are alike. */
export interface Folded {
  readonly kind: string;
  readonly names: readonly string[];
  readonly health: Health;
  readonly state: string;
  readonly waiting?: Waiting | undefined;
  readonly children: readonly Folded[];
}

/** Makes a tree short: a Machine is one line with the cause of its wait, Machines that are alike share one, what is only between goes. */
export function fold(node: TreeNode): Folded {
  if (node.kind === 'Machine') return { ...bare(node), state: [node.state, addressOf(node)].filter((word) => word !== '').join('  '), waiting: causeOf(node), health: worst(node) };
  const children = node.children.flatMap(withoutMachineSets).map(fold);
  return { ...bare(node), children: grouped(children) };
}

/** Every object on a line of its own. */
export const unfolded = (node: TreeNode): Folded => ({ ...bare(node), children: node.children.map(unfolded) });

const bare = ({ kind, name, health, state, waiting }: TreeNode): Folded => ({ kind, names: [name], health, state, waiting, children: [] });

/** The MachineSets of a MachineDeployment are told apart only while there is more than one with Machines. */
function withoutMachineSets(child: TreeNode, _index: number, siblings: readonly TreeNode[]): readonly TreeNode[] {
  if (child.kind !== 'MachineSet') return [child];
  const peopled = siblings.filter(({ kind, children }) => kind === 'MachineSet' && children.length > 0);
  return child.children.length > 0 && peopled.length > 1 ? [child] : child.children;
}

function grouped(lines: readonly Folded[]): readonly Folded[] {
  const groups = new Map<string, Folded>();
  for (const line of lines) {
    const key = line.kind === 'Machine' ? likeness(line) : `${line.kind}/${line.names.join()}`;
    const group = groups.get(key);
    groups.set(key, group === undefined ? line : merged(group, line));
  }
  return [...groups.values()];
}

function merged(group: Folded, line: Folded): Folded {
  const since = [group.waiting, line.waiting].flatMap((waiting) => waiting?.since ?? []).sort()[0] ?? '';
  return {
    ...group, names: [...group.names, ...line.names], state: group.state.split('  ')[0] ?? '',
    ...(group.waiting === undefined ? {} : { waiting: { ...group.waiting, since } }),
  };
}

/** Two Machines are alike when they say the same of themselves, but for their names and addresses; of a problem the words count too. */
function likeness({ names, health, state, waiting }: Folded): string {
  const words = waiting === undefined || severityOf(waiting.reason) !== 'problem' ? '' : names.reduce((text, name) => text.replaceAll(name, ''), waiting.message);
  return [health, state.split('  ')[0], waiting?.reason, words].join('|');
}

const addressOf = (node: TreeNode): string => [node, ...descendants(node)].find(({ kind, state }) => kind === 'IPAddressClaim' && state !== '')?.state ?? '';

const descendants = (node: TreeNode): readonly TreeNode[] => node.children.flatMap((child) => [child, ...descendants(child)]);

/** What a Machine waits for: a problem anywhere below it, else what is being worked on, else its own words. */
function causeOf(machine: TreeNode): Waiting | undefined {
  const told = [machine, ...descendants(machine)].flatMap(({ waiting }) => waiting ?? []);
  return told.find(({ reason }) => severityOf(reason) === 'problem') ?? told.find(({ reason }) => severityOf(reason) === 'progress') ?? told[0];
}

function worst(machine: TreeNode): Health {
  return descendants(machine).some(({ health }) => health === 'failed') && machine.health !== 'deleting' ? 'failed' : machine.health;
}
