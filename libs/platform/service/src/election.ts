import { Lease, Namespace } from '@handoff/api';
import { AlreadyExists, Conflict, isNotFound } from '@handoff/kube';
import type { KubeClient } from '@handoff/kube';
import type { Logger } from '@handoff/reconcile';
import { asError, jitter, rfc3339Micro } from '@handoff/time';
import type { Clock, Random } from '@handoff/time';

/** client-go's numbers: how long a Lease holds, when its holder gives up renewing, and how often it tries, in milliseconds. */
const LEASE_MS = 15_000;
const RENEW_DEADLINE_MS = 10_000;
const RETRY_MS = 2_000;
/** How long one try may take: a server that hangs must not hold the deadline up, in milliseconds. */
const TRY_MS = 4_000;

export interface ElectionOptions {
  readonly kube: KubeClient;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Logger;
  readonly name: string;
  readonly namespace: string;
  /** Different for every process that ever runs: two with the same name would both lead. */
  readonly identity: string;
}

/** That this replica leads. Disposal hands the Lease back, so that the next one need not wait for it to run out. */
export interface Leadership extends AsyncDisposable {
  /** Aborts when another replica may lead. */
  readonly lost: AbortSignal;
  /** How long nobody else can lead, in milliseconds. */
  leftMs(): number;
}

/** One leader among replicas, by compare-and-swap on a Lease. */
export class Election {
  /** What the Lease said when it was last seen to change, and when that was by our own clock: theirs may differ. */
  #observed: { version: string; at: number } | undefined;
  #renewedAt = 0;

  constructor(private readonly options: ElectionOptions) {}

  /** Resolves when this replica leads. @throws the signal's reason when aborted first */
  async lead(signal: AbortSignal): Promise<Leadership> {
    const { clock, random } = this.options;
    while (!(await this.#tryOnce())) await clock.sleep(jitter(random, RETRY_MS), signal);
    const stop = new AbortController();
    const lost = new AbortController();
    const holding = this.#hold(stop.signal, lost);
    return {
      lost: lost.signal,
      leftMs: () => (lost.signal.aborted ? 0 : Math.max(0, this.#renewedAt + LEASE_MS - clock.now())),
      [Symbol.asyncDispose]: async () => {
        stop.abort();
        await holding;
        if (!lost.signal.aborted) await this.#release();
        lost.abort(new Error('stopped'));
      },
    };
  }

  async #hold(stop: AbortSignal, lost: AbortController): Promise<void> {
    const { clock, log, name } = this.options;
    while (await clock.sleep(RETRY_MS, stop).then(() => true, () => false)) {
      if (await this.#tryOnce()) continue;
      if (clock.now() - this.#renewedAt < RENEW_DEADLINE_MS) continue;
      log.error({ lease: name }, 'leadership lost');
      lost.abort(new Error('leadership lost'));
      return;
    }
  }

  /** @returns true when the Lease is ours after this */
  async #tryOnce(): Promise<boolean> {
    const { clock, name, log } = this.options;
    const asked = clock.now(); // the Lease holds from before the answer: the answer may have been long on its way
    const tooLong = new AbortController();
    const timer = clock.after(TRY_MS, () => { tooLong.abort(new Error(`no answer within ${String(TRY_MS / 1000)} s`)); });
    try {
      const isOurs = await this.#take(this.options.kube.as(this.options.kube.manager, tooLong.signal));
      if (isOurs) this.#renewedAt = asked;
      return isOurs;
    } catch (error) {
      const raced = error instanceof Conflict || error instanceof AlreadyExists;
      if (!raced) log.warn({ lease: name, error: asError(error).message }, 'the Lease could not be read or renewed');
      return false;
    } finally {
      timer[Symbol.dispose]();
    }
  }

  async #take(kube: KubeClient): Promise<boolean> {
    const { clock, name, namespace, identity } = this.options;
    const seen = await kube.get(Lease, { namespace, name });
    const now = rfc3339Micro(clock.now());
    if (seen === undefined) {
      await this.#create(kube, now);
      return true;
    }
    if (!this.#mayTake(seen)) return false;
    const ours = seen.spec?.holderIdentity === identity;
    const transitions = (seen.spec?.leaseTransitions ?? 0) + (ours ? 0 : 1);
    await kube.replace(Lease, { ...seen, spec: this.#spec(transitions, ours ? seen.spec?.acquireTime ?? now : now) });
    return true;
  }

  /** A service that starts outside of a Pod may be the first to use its namespace. */
  async #create(kube: KubeClient, now: string): Promise<void> {
    const { name, namespace, log } = this.options;
    const lease = { metadata: { name, namespace }, spec: this.#spec(0, now) };
    try {
      await kube.create(Lease, lease);
    } catch (error) {
      if (!isNotFound(error)) throw error;
      log.warn({ lease: name, namespace }, 'POD_NAMESPACE names a namespace that is not there: it is made for the Lease');
      await kube.create(Namespace, { metadata: { name: namespace } });
      await kube.create(Lease, lease);
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

  async #release(): Promise<void> {
    const { kube, name, namespace, identity, log } = this.options;
    try {
      const seen = await kube.get(Lease, { namespace, name });
      if (seen?.spec?.holderIdentity !== identity) return;
      await kube.replace(Lease, { ...seen, spec: { ...seen.spec, holderIdentity: '', leaseDurationSeconds: 1 } });
    } catch (error) {
      log.debug({ lease: name, error: asError(error).message }, 'the Lease was not handed back; it runs out by itself');
    }
  }
}
