import { createHash } from 'node:crypto';
import { Cluster, controllerOf, effectiveMachineDeployment, isControlledBy, Labels, Machine, MachineSet } from '@handoff/api';
import type { EffectiveMachineDeployment, MachineDeployment } from '@handoff/api';
import { byClusterName, byOwner } from '@handoff/contract-objects';
import type { Key } from '@handoff/kube';
import type { Context } from '@handoff/reconcile';

/** Everything that a reconcile of a MachineDeployment looks at. */
export interface MachineDeploymentScope {
  readonly deployment: MachineDeployment;
  /** The deployment with what a user may leave out. */
  readonly wanted: EffectiveMachineDeployment;
  readonly cluster: Cluster | undefined;
  /** The revision that the template stands for. */
  readonly hash: string;
  sets: readonly MachineSet[];
  readonly orphans: readonly MachineSet[];
  /** The Machines of all its sets. */
  readonly machines: readonly Machine[];
}

export const observeMachineDeployment = (deployment: MachineDeployment, context: Context): Promise<MachineDeploymentScope> => {
  const wanted = effectiveMachineDeployment(deployment);
  const clusterKey: Key = `${deployment.metadata.namespace ?? ''}/${deployment.spec.clusterName}`;
  const sets = context
    .cached(MachineSet)
    .by(byOwner, deployment.metadata.uid)
    .filter((set) => isControlledBy(set, deployment));
  return Promise.resolve({
    deployment,
    wanted,
    cluster: context.cached(Cluster).get(clusterKey),
    hash: templateHash(wanted),
    sets,
    orphans: context
      .cached(MachineSet)
      .by(byClusterName, clusterKey)
      .filter(
        (set) =>
          controllerOf(set) === undefined &&
          set.metadata.deletionTimestamp === undefined &&
          set.metadata.labels?.[Labels.deploymentName] === deployment.metadata.name,
      ),
    machines: sets.flatMap((set) =>
      context
        .cached(Machine)
        .by(byOwner, set.metadata.uid)
        .filter((machine) => isControlledBy(machine, set)),
    ),
  });
};

/** Only these four make a new revision; everything else is applied in place (upstream's rule). */
export function templateHash({ spec: { template } }: EffectiveMachineDeployment): string {
  const { version, bootstrap, infrastructureRef, failureDomain } = template.spec;
  return createHash('sha256')
    .update(JSON.stringify([version, bootstrap.configRef, bootstrap.dataSecretName, infrastructureRef, failureDomain]))
    .digest('hex')
    .slice(0, 10);
}

/** The set of the present revision, if it has been made. */
export const currentSet = ({ sets, hash }: Pick<MachineDeploymentScope, 'sets' | 'hash'>): MachineSet | undefined =>
  sets.find((set) => set.metadata.labels?.[Labels.machineTemplateHash] === hash);

export const machinesOf = (set: MachineSet | undefined, machines: readonly Machine[]): readonly Machine[] =>
  set === undefined ? [] : machines.filter((machine) => isControlledBy(machine, set));
