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

export const entryOf = (manifest: Manifest, namespace: string | undefined, target: Target): Entry => ({
  apiVersion: manifest.apiVersion, kind: manifest.kind, namespace, name: manifest.name,
  cluster: target.kind === 'workload' ? target.cluster : undefined,
  file: manifest.file, digest: digestOf(manifest),
});

/** A digest, so that an inventory in a ConfigMap tells nothing of a Secret. Salted with the name: equal secrets do not look equal. */
const digestOf = (manifest: Manifest): string =>
  createHash('sha256').update(`${manifest.kind}/${manifest.namespace ?? ''}/${manifest.name}\n`).update(JSON.stringify(manifest.object)).digest('base64url').slice(0, 22);
