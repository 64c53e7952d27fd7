import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { startVCenter } from '../simulator.js';
import { RawClient } from './raw-client.js';
import { discover } from './world.js';
import type { World } from './world.js';

/** A vCenter that runs. */
interface Running extends AsyncDisposable {
  readonly base: string;
}

/** Something that claims to be a vCenter. */
export interface Backend {
  readonly name: 'our simulator' | 'vcsim';
  readonly start: () => Promise<Running>;
}

export const ourSimulator: Backend = {
  name: 'our simulator',
  async start() {
    const server = await startVCenter({ templates: ['ubuntu-2204-kube-v1.33.1', 'other'] });
    return { base: `https://${server.address}`, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() };
  },
};

/**
 * A check of the contract. Where vcsim is known to be laxer than, or different from, a real vCenter, the reason is given,
 * and the check is expected to fail there: when it stops failing, the reason is out of date.
 */
type Check = (name: string, run: () => Promise<void>, differs?: { readonly vcsim: string }) => void;

function checksFor(backend: Backend['name']): Check {
  return (name, run, differs) => {
    if (backend === 'vcsim' && differs) it.failing(`${name} (differs: ${differs.vcsim})`, run);
    else it(name, run);
  };
}

/** What the checks of one vCenter share; the world is there once they run. */
export class Subject {
  #world: World | undefined;
  #backend: Running | undefined;

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

  async start(start: () => Promise<Running>): Promise<void> {
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

/** Describes what every vCenter does, of one of them. */
export function describeVCenter(title: string, { name, start }: Backend, checks: (subject: Subject) => void): void {
  describe(`${title}: ${name}`, () => {
    const subject = new Subject(checksFor(name));
    beforeAll(() => subject.start(start));
    afterAll(() => subject.stop());
    checks(subject);
  });
}
