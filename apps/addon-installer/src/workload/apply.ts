import type { Kind } from '@handoff/api';
import { InProcessSemaphore } from '@handoff/coordination';
import { AlreadyExists, ApiError } from '@handoff/kube';
import { asError } from '@handoff/time';
import type { Manifest } from '../manifests/documents.js';
import { waves } from '../manifests/install-order.js';
import { storableSecret } from './secret-data.js';
import type { Workload } from './workload.js';

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

export interface ApplyOptions {
  readonly mode: ApplyMode;
  /** The manifests come from a Secret. */
  readonly secret: boolean;
}

/** What does not need each other goes so many at a time. */
const AT_ONCE = 8;

/** Puts manifests into a workload cluster, in their order. @throws ApplyError at the first that fails, Unreachable */
export async function applyManifests(workload: Workload, manifests: readonly Manifest[], options: ApplyOptions): Promise<void> {
  const room = new InProcessSemaphore(AT_ONCE);
  for (const wave of waves(manifests)) {
    const results = await Promise.allSettled(wave.map((manifest) => room.run(() => applyOne(workload, manifest, options))));
    for (const result of results) if (result.status === 'rejected') throw asError(result.reason);
  }
}

async function applyOne({ client, discovery }: Workload, manifest: Manifest, { mode, secret }: ApplyOptions): Promise<void> {
  const kind = await discovery.kind(client, manifest.apiVersion, manifest.kind);
  if (kind === undefined) {
    const words = `the cluster does not serve ${manifest.apiVersion} ${manifest.kind}; is its CustomResourceDefinition installed?`;
    throw new ApplyError('KindNotServed', `${describe(manifest)}: ${words}`);
  }
  const object = complete(manifest, kind);
  try {
    if (mode === 'always') await client.applyManifest(kind, object);
    else await client.create(kind, object);
  } catch (error) {
    if (error instanceof AlreadyExists && mode === 'once') return;
    if (!(error instanceof ApiError)) throw error;
    const words = secret || kind.kind === 'Secret' ? withoutValues(error) : error.message;
    throw new ApplyError(error.code, `${describe(manifest)}: ${words}`, { cause: error });
  }
}

/** As it is sent: in a namespace if its kind lives in one. */
function complete(manifest: Manifest, kind: Kind): Manifest {
  const { namespace = 'default', ...metadata } = manifest.metadata;
  const placed = { ...manifest, metadata: kind.namespaced ? { ...metadata, namespace } : metadata };
  return kind.kind === 'Secret' && kind.group === '' ? storableSecret(placed) : placed;
}

/** What a server says about a Secret may quote it: only the code and the fields are told. */
function withoutValues({ code, status, causes }: ApiError): string {
  const fields = causes.flatMap(({ field }) => field ?? []);
  return `refused (${code}, HTTP ${status})${fields.length === 0 ? '' : ` because of ${fields.join(', ')}`}`;
}

const describe = ({ kind, metadata }: Manifest): string => `${kind} ${metadata.namespace === undefined ? '' : `${metadata.namespace}/`}${metadata.name}`;
