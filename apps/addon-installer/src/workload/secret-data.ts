import type { Manifest } from '../manifests/documents.js';

/**
 * A vCenter that is named with its port, as CAPV's template writes it into the keys of the cloud provider's credentials. No API server
 * stores a key with a colon, so such a Secret would never arrive: the key is stored without the port, by which the provider knows the host.
 */
const HOST_WITH_PORT = /^([^:]+):\d+(\.(?:username|password))$/;

/** A Secret as it is sent: clear text as data, so that one field holds all of it, and under keys that can be stored. */
export function storableSecret(manifest: Manifest): Manifest {
  const { stringData, data, ...rest } = manifest;
  const clear = entriesOf(stringData).map(([key, value]) => [key, Buffer.from(String(value)).toString('base64')] as const);
  const all = [...entriesOf(data), ...clear].map(([key, value]) => [key.replace(HOST_WITH_PORT, '$1$2'), value] as const);
  return all.length === 0 ? rest : { ...rest, data: Object.fromEntries(all) };
}

const entriesOf = (value: unknown): readonly (readonly [string, unknown])[] =>
  typeof value === 'object' && value !== null ? Object.entries(value) : [];
