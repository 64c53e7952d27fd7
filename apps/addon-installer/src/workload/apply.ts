import type { Kind, Unstructured } from '@handoff/api';
import { AlreadyExists, ApiError } from '@handoff/kube';
import type { KubeClient } from '@handoff/kube';
import { asError } from '@handoff/time';
import type { Manifest } from '../manifests/documents.js';
import type { Discovery } from './discovery.js';

/** The workload cluster refused an object, or does not know its kind. The message never holds a value of a Secret. */
export class ApplyError extends Error {
  override readonly name = 'ApplyError';
  readonly retryable = true;
  constructor(readonly code: string, message: string, options?: ErrorOptions) {
    super(message, options);
  }
}

/** `once`: what is there stays as it is; `always`: it is made to be as the manifest says. */
export type ApplyMode = 'once' | 'always';

/** Puts manifests into a workload cluster, in their order. @throws ApplyError at the first that fails, Unreachable */
export async function applyManifests(
  client: KubeClient, discovery: Discovery, manifests: readonly Manifest[], options: { mode: ApplyMode; secret: boolean },
): Promise<void> {
  for (const manifest of manifests) {
    const kind = await discovery.kind(client, manifest.apiVersion, manifest.kind);
    if (kind === undefined) {
      throw new ApplyError('KindNotServed', `${describe(manifest)}: the cluster does not serve ${manifest.apiVersion} ${manifest.kind}; is its CustomResourceDefinition installed?`);
    }
    await applyOne(client, kind, manifest, options);
  }
}

async function applyOne(client: KubeClient, kind: Kind<Unstructured>, manifest: Manifest, { mode, secret }: { mode: ApplyMode; secret: boolean }): Promise<void> {
  const object = complete(manifest, kind);
  try {
    if (mode === 'always') await client.applyManifest(kind, object);
    else await client.create(kind, object);
  } catch (error) {
    if (error instanceof AlreadyExists && mode === 'once') return;
    if (!(error instanceof ApiError)) throw error;
    throw new ApplyError(error.code, `${describe(manifest)}: ${secret || kind.kind === 'Secret' ? withoutValues(error) : error.message}`, { cause: asError(error) });
  }
}

/** As it is sent: in a namespace if its kind lives in one; a Secret's clear text as data, so that one field holds all of it. */
function complete(manifest: Manifest, kind: Kind): Manifest {
  const { namespace = 'default', ...metadata } = manifest.metadata;
  const placed: Manifest = { ...manifest, metadata: kind.namespaced ? { ...metadata, namespace } : metadata };
  const { stringData, ...rest } = placed;
  if (kind.kind !== 'Secret' || kind.group !== '' || typeof stringData !== 'object' || stringData === null) return placed;
  const encoded = Object.entries(stringData).map(([key, value]) => [key, Buffer.from(String(value)).toString('base64')]);
  const data = typeof manifest['data'] === 'object' ? manifest['data'] : {};
  return { ...rest, data: { ...data, ...Object.fromEntries(encoded) as Record<string, string> } };
}

/** What a server says about a Secret may quote it: only the code and the fields are told. */
function withoutValues({ code, status, causes }: ApiError): string {
  const fields = causes.flatMap(({ field }) => field ?? []);
  return `refused (${code}, HTTP ${status})${fields.length === 0 ? '' : ` because of ${fields.join(', ')}`}`;
}

const describe = ({ kind, metadata }: Manifest): string => `${kind} ${metadata.namespace === undefined ? '' : `${metadata.namespace}/`}${metadata.name}`;
