import { Finalizers, InClusterIPPool, IPAddress, IPAddressClaim } from '@handoff/api';
import { Conflict, Gone, KubeClient } from '@handoff/kube';
import type { ApiTransport } from '@handoff/kube';
import { seededRandom } from '@handoff/time';
import { allocate, release } from '../claim/allocate.js';
import { isProtected } from '../claim/protection.js';

const NAMESPACE = 'default';

/** A management cluster with one pool, and claims on it. */
export class PoolWorld {
  readonly kube: KubeClient;
  readonly #told = new Map<string, string>();
  #pool: InClusterIPPool | undefined;
  #claims: readonly IPAddressClaim[] = [];

  /** @param collect has the garbage collector do its work */
  constructor(readonly transport: ApiTransport, private readonly collect: () => void | Promise<void>) {
    this.kube = new KubeClient(transport, 'world');
  }

  get claims(): readonly IPAddressClaim[] {
    return this.#claims;
  }

  /** So many claims on a pool with so many addresses. */
  async begin(claims: number, addresses: number): Promise<void> {
    const pool = {
      metadata: { name: 'pool', namespace: NAMESPACE }, spec: { addresses: [`192.0.2.1-192.0.2.${String(addresses)}`], prefix: 24 },
    };
    this.#pool = await this.kube.get(InClusterIPPool, pool.metadata) ?? await this.kube.create(InClusterIPPool, pool);
    this.#claims = await Promise.all(Array.from({ length: claims }, (_, index) => this.kube.create(IPAddressClaim, {
      metadata: { name: `claim-${String(index)}`, namespace: NAMESPACE, finalizers: [Finalizers.ipAddressClaim] },
      spec: { poolRef: { apiGroup: InClusterIPPool.group, kind: InClusterIPPool.kind, name: 'pool' } },
    })));
  }

  /**
   * Serves a claim as a reconcile does, beginning with a cache that has seen nothing: its own address is found by what the server answers.
   * Once the address is given, the claim is told, and from then on counts on it.
   */
  async serve(kube: KubeClient, claim: IPAddressClaim, seed: number, attempts?: number): Promise<void> {
    const pool = this.#pool;
    if (pool === undefined) throw new TypeError('begin first');
    const request = { claim, pool, random: seededRandom(seed), ...(attempts === undefined ? {} : { attempts }) };
    try {
      const result = await allocate(kube, request, new Set());
      if (result.outcome === 'taken') throw new Error(`${claim.metadata.name}: its own address counts as another's`);
      if (result.outcome === 'allocated') await this.#tell(kube, claim, result.address);
    } catch (error) {
      if (!(error instanceof Conflict || error instanceof Gone)) throw error; // the runtime tries these again
    }
  }

  async #tell(kube: KubeClient, claim: IPAddressClaim, address: IPAddress): Promise<void> {
    const { name, namespace, uid } = claim.metadata;
    try {
      const status = { addressRef: { name: address.metadata.name } };
      await kube.applyStatus(IPAddressClaim, { metadata: { name, namespace, uid }, status });
    } catch (error) {
      if (!(error instanceof Gone)) throw error;
    }
  }

  /** Deletes a claim and gives its address back, as its finalizer does. */
  async retire(kube: KubeClient, claim: IPAddressClaim): Promise<void> {
    for (;;) {
      try {
        await kube.delete(IPAddressClaim, claim);
        const address = await kube.get(IPAddress, claim.metadata);
        if (address !== undefined) await release(kube, address);
        const live = await kube.get(IPAddressClaim, claim.metadata);
        if (live !== undefined) await kube.patch(IPAddressClaim, live, [{ op: 'remove', path: '/metadata/finalizers' }]);
        return;
      } catch (error) {
        if (!(error instanceof Conflict || error instanceof Gone)) throw error;
      }
    }
  }

  /** What must hold at every moment. @throws Error telling what does not */
  async check(): Promise<void> {
    const addresses = await this.kube.list(IPAddress, { namespace: NAMESPACE });
    const claims = await this.kube.list(IPAddressClaim, { namespace: NAMESPACE });
    const kept = addresses.items.filter(isProtected);
    const given = kept.map(({ spec }) => spec.address);
    if (new Set(given).size !== given.length) throw new Error(`given twice: ${given.join(', ')}`);
    for (const { metadata, status } of claims.items) {
      if (status?.addressRef === undefined || metadata.deletionTimestamp !== undefined) continue;
      const address = kept.find((entry) => entry.metadata.name === status.addressRef?.name)?.spec.address;
      const before = this.#told.get(metadata.name) ?? address;
      if (address === undefined || address !== before) throw new Error(`${metadata.name} counts on ${String(before)} and has ${String(address)}`);
      this.#told.set(metadata.name, address);
    }
  }

  /** The claims that were told of an address. */
  async served(): Promise<readonly string[]> {
    const { items } = await this.kube.list(IPAddressClaim, { namespace: NAMESPACE });
    return items.filter(({ status }) => status?.addressRef !== undefined).map(({ metadata }) => metadata.name).sort();
  }

  /** All claims go. @returns the addresses that stay behind */
  async end(): Promise<readonly string[]> {
    for (const claim of this.#claims) await this.retire(this.kube, claim);
    await this.collect();
    const { items } = await this.kube.list(IPAddress, { namespace: NAMESPACE });
    return items.map(({ metadata, spec }) => `${metadata.name} ${spec.address}`);
  }
}
