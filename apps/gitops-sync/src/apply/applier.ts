import type { Kind, Unstructured } from '@handoff/api';
import { ApiError, KubeClient } from '@handoff/kube';
import type { ApiTransport } from '@handoff/kube';
import { TRACEPARENT } from '@handoff/telemetry';
import { asError } from '@handoff/time';
import { ApiResources } from './api-resources.js';
import { differences } from './differences.js';
import { REVISION } from './prune.js';
import type { Manifest } from '../manifest/manifest.js';

/** The field manager of everything that comes from Git. */
export const FIELD_MANAGER = 'handoff-gitops';
const DEFAULT_NAMESPACE = 'default';
/** An object that is written in between is compared anew, so many times at most. */
const LOOKS = 3;
/** So many fields tell enough. */
const FIELDS_TOLD = 5;

/** What became of one object. */
export type Applied =
  | { readonly ok: true; readonly namespace: string | undefined }
  | { readonly ok: false; readonly message: string; readonly retryable: boolean };

/** Where a revision's objects came from, for the audit trail and the trace. */
export interface Origin {
  readonly revision: string;
  readonly traceparent: string;
}

/** Applies objects to one API server. */
export class Applier {
  readonly #kube: KubeClient;
  readonly #resources: ApiResources;

  constructor(transport: ApiTransport) {
    this.#kube = new KubeClient(transport, FIELD_MANAGER);
    this.#resources = new ApiResources(this.#kube);
  }

  /** Applies one object, forced: Git is its owner. Every refusal is told, none thrown. */
  async apply(manifest: Manifest, origin: Origin): Promise<Applied> {
    try {
      const kind = await this.#resources.find(manifest.apiVersion, manifest.kind);
      if (kind === undefined)
        return {
          ok: false,
          retryable: true,
          message: `${manifest.kind} of ${manifest.apiVersion} is not known to the cluster: install its CRD, or mend apiVersion and kind`,
        };
      const namespace = kind.namespaced ? (manifest.namespace ?? DEFAULT_NAMESPACE) : undefined;
      await this.#kube.applyManifest(kind, withOrigin(manifest, namespace, origin), { strict: true });
      return { ok: true, namespace };
    } catch (error) {
      const { message } = asError(error);
      const retryable = !(error instanceof ApiError) || error.retryable || error.status === 404 || error.status === 403;
      return { ok: false, retryable, message };
    }
  }

  /**
   * How the live object differs from what the manifest would make of it, in words; undefined: not at all.
   * Fields that others own and Git leaves out are no difference.
   */
  async drift(manifest: Manifest, namespace: string | undefined, origin: Origin): Promise<string | undefined> {
    for (let look = 0; look < LOOKS; look += 1) {
      const found = await this.find({ ...manifest, namespace });
      if (found === undefined) return 'it is gone';
      const { kind, object } = found;
      const declared = withOrigin(manifest, namespace, originOf(object, origin));
      const wanted = await this.#kube.applyManifest(kind, declared, { strict: true, dryRun: true });
      const fields = differences(object, wanted);
      if (fields.length === 0) return undefined;
      const after = await this.#kube.get(kind, object.metadata);
      if (after?.metadata.resourceVersion === object.metadata.resourceVersion) return told(fields);
    }
    return undefined; // it changes all the time: the next comparison may find it at rest
  }

  /** The live object of an inventory entry, with its kind. */
  async find(entry: {
    apiVersion: string;
    kind: string;
    namespace?: string | undefined;
    name: string;
  }): Promise<{ kind: Kind<Unstructured>; object: Unstructured } | undefined> {
    const kind = await this.#resources.find(entry.apiVersion, entry.kind);
    const object = kind === undefined ? undefined : await this.#kube.get(kind, entry);
    return kind === undefined || object === undefined ? undefined : { kind, object };
  }

  delete(kind: Kind<Unstructured>, object: Unstructured): Promise<void> {
    return this.#kube.delete(kind, object);
  }
}

function withOrigin(manifest: Manifest, namespace: string | undefined, origin: Origin): Parameters<KubeClient['applyManifest']>[1] {
  const metadata = manifest.object['metadata'] as Record<string, unknown>; // readManifests has seen that it is an object
  const annotations = {
    ...(metadata['annotations'] as Record<string, string> | undefined),
    [REVISION]: origin.revision,
    [TRACEPARENT]: origin.traceparent,
  };
  return {
    ...manifest.object,
    metadata: { ...metadata, name: manifest.name, ...(namespace === undefined ? {} : { namespace }), annotations },
  };
}

/** The revision that an object says it was applied from: later ones did not change it. */
function originOf({ metadata: { annotations } }: Unstructured, current: Origin): Origin {
  return { revision: annotations?.[REVISION] ?? current.revision, traceparent: annotations?.[TRACEPARENT] ?? current.traceparent };
}

function told(fields: readonly string[]): string {
  const more = fields.length - FIELDS_TOLD;
  return `${fields.slice(0, FIELDS_TOLD).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
