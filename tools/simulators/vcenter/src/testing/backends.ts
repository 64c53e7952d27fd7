import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { it } from '@jest/globals';
import { startVCenter } from '../simulator.js';

/** Something that claims to be a vCenter. */
export interface Backend extends AsyncDisposable {
  readonly base: string;
}

export type BackendName = 'our simulator' | 'vcsim';

async function startOurs(): Promise<Backend> {
  const server = await startVCenter({ templates: ['ubuntu-2204-kube-v1.33.1', 'other'] });
  return { base: `https://${server.address}`, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() };
}

async function startVcsim(binary: string): Promise<Backend> {
  const child = spawn(binary, ['-l', '127.0.0.1:0', '-vm', '2'], { stdio: ['ignore', 'pipe', 'ignore'] });
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
  const stop = async () => {
    child.kill('SIGINT');
    await once(child, 'exit');
  };
  return { base: `https://${new URL(line).host}`, [Symbol.asyncDispose]: stop };
}

const vcsim = process.env['VCSIM'];

/** The vCenters that the contract is checked on: always ours, and vcsim where VCSIM names its binary. */
export const backends: readonly { readonly name: BackendName; readonly start: () => Promise<Backend> }[] = [
  { name: 'our simulator', start: startOurs },
  ...(vcsim === undefined ? [] : [{ name: 'vcsim' as const, start: () => startVcsim(vcsim) }]),
];

/**
 * A check of the contract. Where vcsim is known to be laxer than, or different from, a real vCenter, the reason is given,
 * and the check is expected to fail there: when it stops failing, the reason is out of date.
 */
export type Check = (name: string, run: () => Promise<void>, differs?: { readonly vcsim: string }) => void;

export function checksFor(backend: BackendName): Check {
  return (name, run, differs) => {
    if (backend === 'vcsim' && differs) it.failing(`${name} (differs: ${differs.vcsim})`, run);
    else it(name, run);
  };
}

