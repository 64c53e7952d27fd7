import { VirtualClock, seededRandom } from '@handoff/time';
import type { Draft } from '../client.js';
import { createStore } from '../store.js';
import type { Store, StoreOptions } from '../store.js';

export const configMaps = { group: '', version: 'v1', plural: 'configmaps' } as const;
export const namespaces = { group: '', version: 'v1', plural: 'namespaces' } as const;
export const pods = { group: '', version: 'v1', plural: 'pods' } as const;
export const definitions = { group: 'apiextensions.k8s.io', version: 'v1', plural: 'customresourcedefinitions' } as const;

/** A store whose time stands still until told to move, and whose identities repeat. */
export function testStore(options: StoreOptions = {}): { store: Store; clock: VirtualClock } {
  const clock = new VirtualClock();
  return { clock, store: createStore({ clock, random: seededRandom(1), ...options }) };
}

/** A CustomResourceDefinition of a namespaced kind with open spec and status. */
export const definitionOf = (plural: string, kind: string, names: object = {}): Draft => ({
  apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition', metadata: { name: `${plural}.example.com` },
  spec: {
    group: 'example.com', scope: 'Namespaced', names: { plural, kind, ...names },
    versions: [{
      name: 'v1', served: true, storage: true, subresources: { status: {} },
      schema: { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } },
    }],
  },
});
