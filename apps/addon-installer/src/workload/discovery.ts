import { unstructuredKind } from '@handoff/api';
import type { Kind, Unstructured } from '@handoff/api';
import { SingleFlight } from '@handoff/coordination';
import { isNotFound } from '@handoff/kube';
import type { KubeClient } from '@handoff/kube';
import { z } from 'zod';

const ResourceList = z.looseObject({
  resources: z.array(z.looseObject({ name: z.string(), kind: z.string(), namespaced: z.boolean() })).nullish(),
});

/** The kinds that one workload cluster serves, as it says itself; asked again when a kind is not among them. */
export class Discovery {
  readonly #groups = new Map<string, ReadonlyMap<string, Kind<Unstructured>>>();
  readonly #asking = new SingleFlight<string, ReadonlyMap<string, Kind<Unstructured>>>();

  /** @returns undefined when the cluster does not serve the kind (now) */
  async kind(client: KubeClient, apiVersion: string, kind: string): Promise<Kind<Unstructured> | undefined> {
    const known = this.#groups.get(apiVersion)?.get(kind);
    if (known !== undefined) return known;
    const kinds = await this.#asking.run(apiVersion, () => discover(client, apiVersion));
    this.#groups.set(apiVersion, kinds);
    return kinds.get(kind);
  }
}

async function discover(client: KubeClient, apiVersion: string): Promise<ReadonlyMap<string, Kind<Unstructured>>> {
  const slash = apiVersion.indexOf('/');
  const group = slash < 0 ? '' : apiVersion.slice(0, slash);
  const version = apiVersion.slice(slash + 1);
  try {
    const answer = ResourceList.parse(await client.raw(group === '' ? `/api/${version}` : `/apis/${group}/${version}`));
    const served = (answer.resources ?? []).filter(({ name }) => !name.includes('/')); // others are subresources
    return new Map(served.map(({ name: plural, kind, namespaced }) =>
      [kind, unstructuredKind({ group, version, kind, plural, namespaced })]));
  } catch (error) {
    if (isNotFound(error)) return new Map();
    throw error;
  }
}
