import { unstructuredKind } from '@handoff/api';
import type { Kind, Unstructured } from '@handoff/api';
import { isNotFound } from '@handoff/kube';
import type { KubeClient } from '@handoff/kube';
import { z } from 'zod';

const ResourceList = z.object({
  resources: z.array(z.object({ name: z.string(), kind: z.string(), namespaced: z.boolean() })),
});

/** Finds how an API server serves a kind, by discovery. What it did not know is asked for again: a CRD may have come since. */
export class ApiResources {
  readonly #known = new Map<string, Kind<Unstructured>>();

  constructor(private readonly kube: KubeClient) {}

  async find(apiVersion: string, kind: string): Promise<Kind<Unstructured> | undefined> {
    const known = this.#known.get(`${apiVersion}/${kind}`);
    if (known !== undefined) return known;
    const path = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
    const list = await this.kube.raw(path).catch((error: unknown) => {
      if (isNotFound(error)) return { resources: [] };
      throw error;
    });
    const [group, version] = apiVersion.includes('/') ? apiVersion.split('/') : ['', apiVersion];
    for (const resource of ResourceList.parse(list).resources) {
      if (resource.name.includes('/')) continue; // a subresource
      this.#known.set(`${apiVersion}/${resource.kind}`, unstructuredKind({
        group: group ?? '', version: version ?? '', kind: resource.kind, plural: resource.name, namespaced: resource.namespaced,
      }));
    }
    return this.#known.get(`${apiVersion}/${kind}`);
  }
}
