import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Manifest } from '../manifest/manifest.js';
import type { Target } from '../manifest/route.js';

/** One object that a source has applied. */
export const Entry = z.object({
  apiVersion: z.string(),
  kind: z.string(),
  namespace: z.string().optional(),
  name: z.string(),
  /** The workload cluster that it is in; absent: the management cluster. */
  cluster: z.string().optional(),
  file: z.string(),
  /** Of what was applied: an unchanged object is not applied again. */
  digest: z.string(),
});
export type Entry = z.infer<typeof Entry>;

export const Inventory = z.array(Entry);

/** Names the object, whatever version of its group it was declared in. */
export const entryId = (entry: Pick<Entry, 'apiVersion' | 'kind' | 'namespace' | 'name' | 'cluster'>): string =>
  [entry.cluster ?? '', entry.apiVersion.includes('/') ? entry.apiVersion.split('/')[0] : '', entry.kind, entry.namespace ?? '', entry.name].join('|');

/** For people: `Cluster default/prod`, and where, if that is a workload cluster. */
export const describeEntry = ({ kind, namespace, name, cluster }: Pick<Entry, 'kind' | 'namespace' | 'name' | 'cluster'>): string =>
  `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}${cluster === undefined ? '' : ` in ${cluster}`}`;

export const entryOf = (manifest: Manifest, namespace: string | undefined, target: Target): Entry => {
  const cluster = target.kind === 'workload' ? target.cluster : undefined;
  const { apiVersion, kind, name, file } = manifest;
  return { apiVersion, kind, namespace, name, cluster, file, digest: digestOf(manifest, cluster) };
};

/** A digest, so that an inventory in a ConfigMap tells nothing of a Secret. Salted with place and name: equal secrets do not look equal. */
const digestOf = ({ kind, namespace, name, object }: Manifest, cluster: string | undefined): string =>
  createHash('sha256').update(`${cluster ?? ''}/${kind}/${namespace ?? ''}/${name}\n`).update(JSON.stringify(object)).digest('base64url').slice(0, 22);
