import { Lease } from '@handoff/api';
import { AlreadyExists, Conflict } from '@handoff/kube';
import type { KubeClient } from '@handoff/kube';
import type { Logger } from '@handoff/reconcile';
import { asError, jitter, rfc3339Micro } from '@handoff/time';
import type { Clock, Random } from '@handoff/time';

/** client-go's numbers: how long a Lease holds, when its holder gives up renewing, and how often it tries, in milliseconds. */
const LEASE_MS = 15_000;
const RENEW_DEADLINE_MS = 10_000;
const RETRY_MS = 2_000;

export interface ElectionOptions {
  readonly kube: KubeClient;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Logger;
  readonly name: string;
  readonly namespace: string;
  readonly identity: string;
}

/** One leader among replicas, by compare-and-swap on a Lease. */
export class Election {
  /** What the Lease said when it was last seen to change, and when that was by our own clock: theirs may differ. */
  #observed: { version: string; at: number } | undefined;
  #renewedAt = 0;

  constructor(private readonly options: ElectionOptions) {}

  /** Resolves when this replica leads. The returned signal aborts when it no longer does. */
  async lead(signal: AbortSignal): Promise<AbortSignal> {
    const { clock, random } = this.options;
    while (!(await this.#tryOnce())) await clock.sleep(jitter(random, RETRY_MS), signal);
    const lost = new AbortController();
    void this.#hold(signal, lost);
    return lost.signal;
  }

  async #hold(signal: AbortSignal, lost: AbortController): Promise<void> {
    const { clock, log } = this.options;
    while (await clock.sleep(RETRY_MS, signal).then(() => true, () => false)) {
      if (await this.#tryOnce()) continue;
      if (clock.now() - this.#renewedAt < RENEW_DEADLINE_MS) continue;
      log.error({ lease: this.options.name }, 'leadership lost');
      lost.abort(new Error('leadership lost'));
      return;
    }
    await this.#release();
    lost.abort(new Error('stopped'));
  }

  /** @returns true when the Lease is ours after this */
  async #tryOnce(): Promise<boolean> {
    const { kube, clock, name, namespace, identity, log } = this.options;
    try {
      const seen = await kube.get(Lease, { namespace, name });
      if (seen === undefined) {
        await kube.create(Lease, { metadata: { name, namespace }, spec: this.#spec(0, rfc3339Micro(clock.now())) });
      } else {
        if (!this.#mayTake(seen)) return false;
        const ours = seen.spec?.holderIdentity === identity;
        const transitions = (seen.spec?.leaseTransitions ?? 0) + (ours ? 0 : 1);
        const acquired = ours ? seen.spec?.acquireTime ?? rfc3339Micro(clock.now()) : rfc3339Micro(clock.now());
        await kube.replace(Lease, { ...seen, spec: this.#spec(transitions, acquired) });
      }
      this.#renewedAt = clock.now();
      return true;
    } catch (error) {
      const raced = error instanceof Conflict || error instanceof AlreadyExists;
      if (!raced) log.warn({ lease: name, error: asError(error).message }, 'the Lease could not be read or renewed');
      return false;
    }
  }

  #mayTake(seen: Lease): boolean {
    const { clock, identity } = this.options;
    const holder = seen.spec?.holderIdentity ?? '';
    if (holder === '' || holder === identity) return true;
    if (this.#observed?.version !== seen.metadata.resourceVersion) {
      this.#observed = { version: seen.metadata.resourceVersion, at: clock.now() };
    }
    return clock.now() - this.#observed.at >= LEASE_MS;
  }

  #spec(leaseTransitions: number, acquireTime: string): Lease['spec'] {
    return {
      holderIdentity: this.options.identity,
      leaseDurationSeconds: LEASE_MS / 1000,
      acquireTime, renewTime: rfc3339Micro(this.options.clock.now()), leaseTransitions,
    };
  }

  /** Hands the Lease back, so that the next one need not wait for it to run out. */
  async #release(): Promise<void> {
    const { kube, name, namespace, identity, log } = this.options;
    try {
      const seen = await kube.get(Lease, { namespace, name });
      if (seen?.spec?.holderIdentity === identity) await kube.replace(Lease, { ...seen, spec: { ...seen.spec, holderIdentity: '', leaseDurationSeconds: 1 } });
    } catch (error) {
      log.debug({ lease: name, error: asError(error).message }, 'the Lease was not handed back; it runs out by itself');
    }
  }
}
