import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { startVCenter } from '../simulator.js';
import { RawClient } from './raw-client.js';
import { discover } from './world.js';
import type { World } from './world.js';

/** Something that claims to be a vCenter. */
interface Backend extends AsyncDisposable {
  readonly base: string;
}

type BackendName = 'our simulator' | 'vcsim';

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
const backends: readonly { readonly name: BackendName; readonly start: () => Promise<Backend> }[] = [
  { name: 'our simulator', start: startOurs },
  ...(vcsim === undefined ? [] : [{ name: 'vcsim' as const, start: () => startVcsim(vcsim) }]),
];

/**
 * A check of the contract. Where vcsim is known to be laxer than, or different from, a real vCenter, the reason is given,
 * and the check is expected to fail there: when it stops failing, the reason is out of date.
 */
type Check = (name: string, run: () => Promise<void>, differs?: { readonly vcsim: string }) => void;

function checksFor(backend: BackendName): Check {
  return (name, run, differs) => {
    if (backend === 'vcsim' && differs) it.failing(`${name} (differs: ${differs.vcsim})`, run);
    else it(name, run);
  };
}

/** What the checks of one vCenter share; the world is there once they run. */
export class Subject {
  #world: World | undefined;
  #backend: Backend | undefined;

  constructor(readonly check: Check) {}

  /** Where it listens. */
  get base(): string {
    return present(this.#backend).base;
  }

  get world(): World {
    return present(this.#world);
  }

  /** A client that has logged in. */
  get client(): RawClient {
    return this.world.client;
  }

  async start(start: () => Promise<Backend>): Promise<void> {
    this.#backend = await start();
    this.#world = await discover(new RawClient(this.#backend.base));
  }

  async stop(): Promise<void> {
    await this.#world?.client[Symbol.asyncDispose]();
    await this.#backend?.[Symbol.asyncDispose]();
  }
}

function present<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('the vCenter is not up yet');
  return value;
}

/** Describes what every vCenter does, once for each that is at hand. */
export function describeVCenters(title: string, checks: (subject: Subject) => void): void {
  describe.each(backends)(`${title}: $name`, ({ name, start }) => {
    const subject = new Subject(checksFor(name));
    beforeAll(() => subject.start(start));
    afterAll(() => subject.stop());
    checks(subject);
  });
}
