import { createHash } from 'node:crypto';
import type { ApiRequest, ApiResponse, ApiTransport } from '@handoff/kube';
import { settle } from '@handoff/time';

interface Waiting {
  readonly actor: string;
  readonly writes: boolean;
  readonly go: () => Promise<void>;
}

/** What may happen next: an actor's oldest request goes through, or the actor is killed and its requests never go through. */
export interface Choice {
  readonly actor: string;
  readonly act: 'go' | 'kill';
}

/**
 * Owns every await of the actors that talk to an API server: each request waits until the scheduler lets it through, one at a time.
 * So a test decides between every pair of calls who goes on, and may stop anyone there for as long as it likes, or for ever.
 */
export class Scheduler {
  #waiting: Waiting[] = [];
  readonly #dead = new Set<string>();
  readonly #heard = new Map<string, string>();

  /** The transport of one actor. */
  transport(actor: string, inner: ApiTransport): ApiTransport {
    return {
      server: inner.server,
      send: (request) => this.#enqueue(actor, () => this.#overheard(actor, inner.send(request)), request),
      [Symbol.asyncDispose]: () => Promise.resolve(),
    };
  }

  /** What every living actor has been answered so far: they do nothing but what follows from it. */
  get state(): string {
    return JSON.stringify([...this.#heard].filter(([actor]) => !this.#dead.has(actor)).sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  /** Who has a request that waits, in the order of their names. Empty: everybody has ended or is dead. */
  async ready(): Promise<readonly string[]> {
    await settle(1);
    return [...new Set(this.#waiting.map(({ actor }) => actor))].sort();
  }

  /** Does what was chosen. @returns true when that may have changed something at the server */
  async take({ actor, act }: Choice): Promise<boolean> {
    if (act === 'kill') {
      this.#dead.add(actor);
      this.#waiting = this.#waiting.filter((waiting) => waiting.actor !== actor);
      return false;
    }
    const index = this.#waiting.findIndex((waiting) => waiting.actor === actor);
    const [next] = this.#waiting.splice(index, 1);
    await next?.go();
    return next?.writes === true;
  }

  async #overheard(actor: string, reply: Promise<ApiResponse>): Promise<ApiResponse> {
    const response = await reply;
    const heard = `${this.#heard.get(actor) ?? ''}${String(response.status)}${await response.text()}`;
    this.#heard.set(actor, createHash('sha256').update(heard).digest('base64url'));
    return response;
  }

  #enqueue(actor: string, send: () => Promise<ApiResponse>, { signal, method }: ApiRequest): Promise<ApiResponse> {
    signal?.throwIfAborted();
    const { promise, resolve, reject } = Promise.withResolvers<ApiResponse>();
    // The dead say nothing more: what they began before their end has no reply.
    if (!this.#dead.has(actor)) this.#waiting.push({ actor, writes: method !== 'GET', go: () => send().then(resolve, reject) });
    return promise;
  }
}

/** What a history does at a moment when several things may happen: names the state that it is in, and is told what happens. */
export type Choose = (options: number, state: string) => number;

/** The rest of a history has been played before, from the same state. */
export class KnownState extends Error {}

/**
 * Plays every history: `play` is called again and again, each time with a `choose` that takes another branch somewhere.
 * A history that comes to a state in which another one was already is cut off there by `KnownState`: what follows is the same.
 * @returns how many histories there are
 * @throws RangeError when there are more than `limit`: the world is too large to be searched in full
 */
export async function everyHistory(limit: number, play: (choose: Choose) => Promise<void>): Promise<number> {
  const known = new Set<string>();
  let path: { chosen: number; options: number }[] = [];
  for (let histories = 1; ; histories += 1) {
    if (histories > limit) throw new RangeError(`more than ${String(limit)} histories`);
    const branch = path;
    let depth = 0;
    await play((options, state) => {
      if (depth === branch.length) {
        if (known.has(state)) throw new KnownState();
        known.add(state);
        branch.push({ chosen: 0, options });
      }
      depth += 1;
      return branch[depth - 1]?.chosen ?? 0;
    }).catch((error: unknown) => {
      if (!(error instanceof KnownState)) throw error;
    });
    path = branch.slice(0, branch.findLastIndex(({ chosen, options }) => chosen + 1 < options) + 1);
    const last = path.at(-1);
    if (last === undefined) return histories;
    last.chosen += 1;
  }
}
