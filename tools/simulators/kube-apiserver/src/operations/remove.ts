import { rfc3339 } from '@handoff/time';
import { withAt, at } from '../machinery/json.js';
import { withMetadata } from '../machinery/object.js';
import type { ApiObject } from '../machinery/object.js';
import { forbidden, preconditionFailed } from '../machinery/status-error.js';
import { hide, show } from '../registry/resource.js';
import type { Resource } from '../registry/resource.js';
import type { WriteContext } from './context.js';
import { mayGo, requireLive } from './update.js';

export type Propagation = 'Background' | 'Foreground' | 'Orphan';

/** What an object must be for its deletion to go ahead. */
export interface Preconditions {
  readonly uid?: string;
  readonly resourceVersion?: string;
}

/** `metav1.DeleteOptions`, as far as it says how to delete. */
export interface DeleteOptions {
  readonly gracePeriodSeconds?: number;
  readonly propagationPolicy?: Propagation;
  readonly preconditions?: Preconditions;
}

export const ORPHAN = 'orphan';
export const FOREGROUND = 'foregroundDeletion';

/** Deletes an object, or marks it for deletion when something holds it back: then `gone` is false. */
export function remove(context: WriteContext, options: DeleteOptions): { object: ApiObject; gone: boolean } {
  const { core, resource, dryRun } = context;
  const live = requireLive(context);
  if (resource.rules.undeletable?.includes(live.metadata.name) === true) {
    throw forbidden(resource, live.metadata.name, 'this namespace may not be deleted');
  }
  checkPreconditions(context, live, options.preconditions ?? {});
  const marked = mark(context, live, options);
  if (mayGo(marked)) {
    const last = isUnmarked(resource, live) ? live : marked;
    const gone = dryRun ? last : core.storage.remove(resource.collection, hide(resource, last));
    return { object: show(resource, gone), gone: true };
  }
  if (marked === live || dryRun) return { object: marked, gone: false };
  return { object: show(resource, core.storage.put(resource.collection, hide(resource, marked))), gone: false };
}

/** What nothing holds back, and what nobody has to stop first, goes as it is: only what waits is marked. */
const isUnmarked = ({ rules }: Resource, live: ApiObject): boolean =>
  rules.gracePeriod === undefined && live.metadata.deletionTimestamp === undefined;

function checkPreconditions({ resource }: WriteContext, live: ApiObject, wanted: Preconditions): void {
  const { name, uid, resourceVersion } = live.metadata;
  if (wanted.uid !== undefined && wanted.uid !== uid) {
    throw preconditionFailed(resource, name,
      `the UID in the precondition (${wanted.uid}) does not match the UID in record (${uid}). The object might have been deleted and then recreated`);
  }
  if (wanted.resourceVersion !== undefined && wanted.resourceVersion !== resourceVersion) {
    throw preconditionFailed(resource, name, `the ResourceVersion in the precondition (${wanted.resourceVersion}) does not match the ` +
      `ResourceVersion in record (${resourceVersion}). The object might have been modified`);
  }
}

/** `live` as it is while it is being deleted; `live` itself when that is what it already is. */
function mark({ core, resource }: WriteContext, live: ApiObject, options: DeleteOptions): ApiObject {
  const { deletionTimestamp, deletionGracePeriodSeconds, generation } = live.metadata;
  const grace = resource.rules.gracePeriod?.(live, options.gracePeriodSeconds) ?? 0;
  const finalizers = finalizersFor(live, options.propagationPolicy ?? defaultPropagation(live, resource.rules.defaultPropagation));
  const sameFinalizers = finalizers.join() === (live.metadata.finalizers ?? []).join();
  if (deletionTimestamp !== undefined && sameFinalizers && grace >= (deletionGracePeriodSeconds ?? 0)) return live;
  const deleting = withMetadata(live, {
    finalizers: finalizers.length === 0 ? undefined : finalizers,
    deletionTimestamp: deletionTimestamp !== undefined && grace >= (deletionGracePeriodSeconds ?? 0)
      ? deletionTimestamp : rfc3339(core.clock.now() + grace * 1000),
    deletionGracePeriodSeconds: Math.min(grace, deletionGracePeriodSeconds ?? grace),
    generation: generation !== undefined && generation > 0 && deletionTimestamp === undefined ? generation + 1 : generation,
  });
  return resource.rules.prepareDelete?.(deleting, core.clock.now()) ?? deleting;
}

/** A policy that an earlier deletion left as a finalizer stays unless the request says otherwise. */
function defaultPropagation(live: ApiObject, otherwise: Propagation): Propagation {
  const finalizers = live.metadata.finalizers ?? [];
  if (finalizers.includes(ORPHAN)) return 'Orphan';
  return finalizers.includes(FOREGROUND) ? 'Foreground' : otherwise;
}

function finalizersFor(live: ApiObject, propagation: Propagation): readonly string[] {
  const others = (live.metadata.finalizers ?? []).filter((finalizer) => finalizer !== ORPHAN && finalizer !== FOREGROUND);
  if (propagation === 'Orphan') return [...others, ORPHAN];
  return propagation === 'Foreground' ? [...others, FOREGROUND] : others;
}

/** The object without one of its finalizers; it goes when that was the last thing that held it back. */
export function withoutFinalizer(object: ApiObject, finalizer: string): ApiObject {
  const rest = (object.metadata.finalizers ?? []).filter((entry) => entry !== finalizer);
  return withMetadata(object, { finalizers: rest.length === 0 ? undefined : rest });
}

/** A Namespace without the finalizer in its spec that keeps it until its content is gone. */
export function withoutNamespaceFinalizer(namespace: ApiObject): ApiObject {
  const rest = at(namespace, 'spec', 'finalizers');
  const others = Array.isArray(rest) ? rest.filter((entry) => entry !== 'kubernetes') : [];
  return withAt(namespace, ['spec', 'finalizers'], others) as unknown as ApiObject;
}
