import { createHash } from 'node:crypto';
import { ConfigMap, Secret } from '@handoff/api';
import type { Kind, KubeObject, ResourceReference } from '@handoff/api';
import { manifestsOf } from './documents.js';
import type { Manifest, ManifestText } from './documents.js';

/** A ConfigMap, or a Secret, that holds manifests; of a Secret the values are base64 text, and it has a type. */
export interface ManifestResource extends KubeObject {
  readonly data?: Readonly<Record<string, string>> | undefined;
  readonly type?: string | undefined;
}

/** The kind that a reference names. */
export const kindOfResource = (reference: Pick<ResourceReference, 'kind'>): Kind<ManifestResource> =>
  (reference.kind === 'Secret' ? Secret : ConfigMap);

export const isSecret = (object: KubeObject): boolean => object.kind === Secret.kind;

/** The digest of everything that a resource would have applied; the order of the keys does not count. */
export function hashOf(resource: ManifestResource): string {
  const hash = createHash('sha256');
  for (const { source, text } of textsOf(resource)) hash.update(`${source}\0${text}\0`);
  return `sha256:${hash.digest('hex')}`;
}

/** Every object of a resource, key by key. @throws ManifestError */
export const manifestsIn = (resource: ManifestResource): readonly Manifest[] => textsOf(resource).flatMap(manifestsOf);

function textsOf(resource: ManifestResource): readonly ManifestText[] {
  const secret = isSecret(resource);
  const decode = (value: string): string => (secret ? Buffer.from(value, 'base64').toString() : value);
  return Object.entries(resource.data ?? {})
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => ({ source: `${resource.kind} ${resource.metadata.name}, key ${key}`, text: decode(value), secret }));
}
