import { ConfigMap, CustomResourceDefinition, Namespace, Secret, unstructuredKind } from '@handoff/api';
import type { Kind } from '@handoff/api';
import { collectionPath } from '@handoff/kube';
import type { KubeClient } from '@handoff/kube';
import { z } from 'zod';
import { belongs, isKept, References } from './belonging.js';
import type { ReferredKind } from './belonging.js';

/** One object on its way into the archive, whole, as the API server has it. */
export interface Kept {
  /** `plural.group`, or the plural alone for the core group. */
  readonly resource: string;
  readonly namespace: string | undefined;
  readonly name: string;
  readonly object: Readonly<Record<string, unknown>>;
}

const PAGE_SIZE = 500;

const Page = z.object({
  metadata: z.object({ continue: z.string().optional() }).default({}),
  items: z.array(z.looseObject({ metadata: z.looseObject({ name: z.string(), namespace: z.string().optional() }) })).nullish(),
});

/** Backups are not kept: each speaks of an archive that lies beside this one, or of the one that is being written. */
const LEFT_OUT: ReadonlySet<string> = new Set(['backups.backup.handoff.dev']);

interface Selection {
  readonly namespace?: string | undefined;
  readonly fieldSelector?: string | undefined;
}

/**
 * Everything that a management cluster needs to go on elsewhere: the kinds of Cluster API, its providers and this project, all objects
 * of them, the Secrets and ConfigMaps that belong to them, and the Namespaces of all these. Each kind is read as it was at one moment,
 * page by page: no more than a page is in memory. @throws Expired when a kind took so long that the moment has been forgotten
 */
export async function* contentsOf(kube: KubeClient, includedNamespaces: readonly string[] | undefined): AsyncGenerator<Kept> {
  const references = new References();
  const namespaces = new Set<string>(includedNamespaces);
  const within: readonly Selection[] = includedNamespaces?.map((namespace) => ({ namespace })) ?? [{}];
  const kinds: Kind[] = [];
  for await (const kept of pages(kube, CustomResourceDefinition, {})) {
    const kind = keptKind(kept.object);
    if (kind === undefined) continue;
    kinds.push(kind);
    yield kept;
  }
  for (const kind of kinds) {
    for (const selection of kind.namespaced ? within : [{}]) {
      for await (const kept of pages(kube, kind, selection)) {
        references.learn(kept.object['spec'], kept.namespace);
        if (kept.namespace !== undefined) namespaces.add(kept.namespace);
        yield kept;
      }
    }
  }
  for await (const kept of belongings(kube, within, references)) {
    namespaces.add(kept.namespace ?? '');
    yield kept;
  }
  for await (const kept of pages(kube, Namespace, {})) if (namespaces.has(kept.name)) yield kept;
}

/** The kind that a CRD defines, in the version that the API server stores; undefined when it is no kept one. */
function keptKind(crd: unknown): Kind | undefined {
  const { spec: { group, names, scope, versions } } = CustomResourceDefinition.parse(crd);
  const version = versions.find(({ served, storage }) => served && storage) ?? versions.find(({ served }) => served);
  if (version === undefined || !isKept(group) || LEFT_OUT.has(`${names.plural}.${group}`)) return undefined;
  return unstructuredKind({ group, version: version.name, kind: names.kind, plural: names.plural, namespaced: scope === 'Namespaced' });
}

async function* belongings(kube: KubeClient, within: readonly Selection[], references: References): AsyncGenerator<Kept> {
  for (const kind of [ConfigMap, Secret]) {
    const referred: ReferredKind = kind === Secret ? 'Secret' : 'ConfigMap';
    const seen = new Set<string>();
    const named = references.anywhere(referred).map((name) => ({ fieldSelector: `metadata.name=${name}` }));
    for (const selection of [...within, ...named]) {
      for await (const kept of pages(kube, kind, selection)) {
        const key = `${kept.namespace ?? ''}/${kept.name}`;
        if (seen.has(key) || !belongs(referred, kept.object, references)) continue;
        seen.add(key);
        yield kept;
      }
    }
  }
}

async function* pages(kube: KubeClient, kind: Kind, { namespace, fieldSelector }: Selection): AsyncGenerator<Kept> {
  const resource = kind.group === '' ? kind.plural : `${kind.plural}.${kind.group}`;
  let token: string | undefined;
  do {
    const path = collectionPath(kind, namespace, { limit: PAGE_SIZE, continue: token, fieldSelector });
    const page = Page.parse(await kube.raw(path));
    for (const item of page.items ?? []) {
      // items of a list come without their kind
      const object = { ...item, apiVersion: kind.apiVersion, kind: kind.kind };
      yield { resource, namespace: item.metadata.namespace, name: item.metadata.name, object };
    }
    token = page.metadata.continue === '' ? undefined : page.metadata.continue;
  } while (token !== undefined);
}
