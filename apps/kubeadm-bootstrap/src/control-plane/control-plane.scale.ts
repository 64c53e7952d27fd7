import { Machine } from '@handoff/api';
import type { Cluster } from '@handoff/api';
import { takeOwnership } from '@handoff/contract-objects';
import { certificatePurposes } from '@handoff/pki';
import { TerminalError, waitFor } from '@handoff/reconcile';
import type { Context, Phase, Wait } from '@handoff/reconcile';
import { addMember, completeMember } from './control-plane.machines.js';
import type { ControlPlaneDeps, ControlPlaneScope, Member } from './control-plane.scope.js';
import { isAlive, isOutdated, nextStep } from './control-plane.step.js';
import { updateKubeadmConfig } from './kubeadm-config-map.js';
import { waitForDeletion, waitForFirst, waitForMember } from './control-plane.words.js';

/** What upstream's webhooks refuse, told on the object with the fix. */
export const checkSpec: Phase<ControlPlaneScope> = async ({ problem }) => {
  if (problem !== undefined) throw new TerminalError('InvalidSpec', `${problem.path}: ${problem.message} ${problem.fix}`);
  return Promise.resolve(undefined);
};

/** Machines are made once the Cluster's infrastructure and endpoint are there. */
export const awaitInfrastructure: Phase<ControlPlaneScope> = async ({ cluster }) => {
  if (cluster === undefined || isProvisioned(cluster)) return undefined;
  if (cluster.status?.initialization?.infrastructureProvisioned !== true) {
    return waitFor('WaitingForClusterInfrastructure', `the infrastructure of Cluster ${cluster.metadata.name} is not provisioned yet`);
  }
  return waitFor('WaitingForControlPlaneEndpoint', `Cluster ${cluster.metadata.name} has no spec.controlPlaneEndpoint yet: set it, on the Cluster or its infrastructure`);
};

const isProvisioned = ({ status, spec }: Cluster): boolean =>
  status?.initialization?.infrastructureProvisioned === true && spec.controlPlaneEndpoint?.host !== undefined;

/** Machines that nobody controls, or an object of our name that was made anew since, are taken in before any new one is made. */
export const adoptMembers: Phase<ControlPlaneScope> = async ({ controlPlane, cluster, members }, context) => {
  if (cluster === undefined) return undefined;
  const ownership = { owner: controlPlane, controller: true, cluster: cluster.metadata.name };
  for (const member of members) member.machine = await takeOwnership(context.kube, Machine, member.machine, ownership);
  return undefined;
};

/** Everything that a Machine needs is there, and nobody has to correct anything first; where not, other phases say why. */
function mayChange({ problem, certificates, kubeconfig }: ControlPlaneScope, cluster: Cluster): boolean {
  const hasSecrets = certificates.size === certificatePurposes.length && kubeconfig !== undefined;
  return isProvisioned(cluster) && hasSecrets && problem === undefined && cluster.metadata.deletionTimestamp === undefined;
}

/** Brings the Machines to what is declared: one step at a time, the next only when the last has become a healthy member. */
export const scale = (deps: ControlPlaneDeps): Phase<ControlPlaneScope> => async function scaleControlPlane(scope, context) {
  const { cluster, members } = scope;
  if (cluster === undefined || !mayChange(scope, cluster)) return undefined;
  for (const member of members.filter(isAlive)) await completeMember(deps.kinds, scope, context, member);
  const step = nextStep(scope);
  switch (step.do) {
    case 'nothing': return undefined;
    case 'wait': return step.wait;
    case 'add':
      if (members.some(isOutdated)) await updateKubeadmConfig(await deps.workloads.client(cluster.metadata), scope, cluster);
      await addMember(deps.kinds, scope, context, cluster);
      return awaitNewest(scope);
    case 'remove':
      return remove(context, step.member);
  }
};

function awaitNewest({ members, initialized }: ControlPlaneScope): Wait | undefined {
  const newest = members.at(-1);
  if (newest === undefined) return undefined;
  return initialized ? waitForMember(newest) : waitForFirst(newest);
}

async function remove(context: Context, member: Member): Promise<Wait> {
  await context.gate();
  await context.kube.delete(Machine, member.machine);
  return waitForDeletion(member);
}
