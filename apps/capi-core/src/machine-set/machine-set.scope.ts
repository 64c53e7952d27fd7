import { Cluster, controllerOf, effectiveMachineSet, isControlledBy, Machine, matches } from '@handoff/api';
import type { EffectiveMachineSet, MachineSet } from '@handoff/api';
import { byClusterName, byOwner } from '@handoff/contract-objects';
import type { Key } from '@handoff/kube';
import type { Context } from '@handoff/reconcile';

/** Everything that a reconcile of a MachineSet looks at. */
export interface MachineSetScope {
  readonly set: MachineSet;
  /** The set with what a user may leave out. */
  readonly wanted: EffectiveMachineSet;
  readonly cluster: Cluster | undefined;
  /** The set's own Machines. */
  machines: readonly Machine[];
  /** Machines that fit the selector and that nobody controls: a restore may leave them so. */
  readonly orphans: readonly Machine[];
}

export const observeMachineSet = (set: MachineSet, context: Context): Promise<MachineSetScope> => {
  const wanted = effectiveMachineSet(set);
  const clusterKey: Key = `${set.metadata.namespace ?? ''}/${set.spec.clusterName}`;
  const machines = context.cached(Machine);
  return Promise.resolve({
    set,
    wanted,
    cluster: context.cached(Cluster).get(clusterKey),
    machines: machines.by(byOwner, set.metadata.uid).filter((machine) => isControlledBy(machine, set)),
    orphans: machines
      .by(byClusterName, clusterKey)
      .filter(
        (machine) =>
          controllerOf(machine) === undefined &&
          machine.metadata.deletionTimestamp === undefined &&
          matches(wanted.spec.selector, machine.metadata.labels),
      ),
  });
};
