import { VSphereVM } from '@handoff/api';
import { rfc3339 } from '@handoff/time';
import type { Context } from '@handoff/reconcile';
import type { VmScope } from './vsphere-vm.scope.js';

/**
 * When a clone was first asked for, RFC 3339. Written before the request: should the process end before the task is noted, vCenter may be
 * making a machine that it knows by no UUID yet, and a deletion must not overlook it.
 */
const CLONE_STARTED = 'handoff.dev/clone-started';
const PATH = `/metadata/annotations/${CLONE_STARTED.replace('/', '~1')}`;

/** Milliseconds since the epoch; undefined when nothing was asked for, or it is known what became of it. */
export function cloneStarted({ metadata }: VSphereVM): number | undefined {
  const time = Date.parse(metadata.annotations?.[CLONE_STARTED] ?? '');
  return Number.isNaN(time) ? undefined : time;
}

/** @returns false when an earlier attempt has set the mark, of which nobody may know what became */
export async function markCloneStarted(scope: VmScope, { kube, clock }: Context): Promise<boolean> {
  if (cloneStarted(scope.vm) !== undefined) return false;
  const value = rfc3339(clock.now());
  scope.vm = await kube.patch(VSphereVM, scope.vm, [scope.vm.metadata.annotations === undefined
    ? { op: 'add', path: '/metadata/annotations', value: { [CLONE_STARTED]: value } }
    : { op: 'add', path: PATH, value }]);
  return true;
}

/** It is certain that vCenter makes nothing for this object. */
export async function unmarkCloneStarted(scope: VmScope, { kube }: Context): Promise<void> {
  if (cloneStarted(scope.vm) === undefined) return;
  scope.vm = await kube.patch(VSphereVM, scope.vm, [{ op: 'remove', path: PATH }]);
}
