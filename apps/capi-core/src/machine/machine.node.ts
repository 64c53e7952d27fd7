import { controllerOf, isControlPlane, MANAGED_NODE_LABEL_DOMAINS, Node, NodeAnnotations, Taints } from '@handoff/api';
import type { Machine } from '@handoff/api';
import { waitFor } from '@handoff/reconcile';
import type { Phase } from '@handoff/reconcile';
import { conditionIn } from '../contract/contract-objects.js';
import type { MachineDeps, MachineScope } from './machine.scope.js';

/** Finds the Machine's Node by provider id and puts the Machine's names on it; from then on the Machine runs. */
export const settleNode = (deps: MachineDeps): Phase<MachineScope> =>
  async function node(scope) {
    const { machine, infrastructure, connection } = scope;
    if (machine.spec.providerID === undefined) return undefined; // the earlier phases say what is missing
    if (scope.node === undefined) {
      const guest = conditionIn(infrastructure?.view.status?.conditions, 'BootstrapSucceeded');
      if (guest?.status === 'False' && guest.message !== '') return waitFor(guest.reason, guest.message);
      if (connection?.reachable !== true)
        return waitFor('WaitingForWorkloadCluster', connection?.message ?? "the workload cluster's API has not been dialled yet");
      return waitFor(
        'WaitingForNode',
        `no Node with provider id ${machine.spec.providerID} yet: ${isControlPlane(machine) ? 'kubeadm' : 'kubeadm join'} registers it, the cloud provider (CPI) sets the id`,
      );
    }
    scope.node = await settle(deps, machine, scope.node);
    return undefined;
  };

async function settle(deps: MachineDeps, machine: Machine, node: Node): Promise<Node> {
  const labels = managedLabels(machine);
  const annotations = annotationsFor(machine, Object.keys(labels));
  const client = await deps.connections.client({ namespace: machine.metadata.namespace, name: machine.spec.clusterName });
  const lacks = (has: Record<string, string> | undefined, wants: Record<string, string>): boolean =>
    Object.entries(wants).some(([key, value]) => has?.[key] !== value);
  let settled = node;
  if (lacks(node.metadata.labels, labels) || lacks(node.metadata.annotations, annotations)) {
    const { name, uid } = node.metadata;
    settled = await client.apply(Node, { metadata: { name, uid, labels, annotations } });
  }
  const taints = settled.spec?.taints ?? [];
  const left = taints.filter((taint) => taint.key !== Taints.uninitialized.key);
  if (left.length === taints.length) return settled;
  return client.patch(Node, settled, [
    left.length === 0 ? { op: 'remove', path: '/spec/taints' } : { op: 'replace', path: '/spec/taints', value: left },
  ]);
}

/** Labels of a Machine that its Node bears too: those of the domains that the contract names. */
function managedLabels(machine: Machine): Record<string, string> {
  const isManaged = (key: string): boolean => {
    const domain = key.split('/')[0] ?? '';
    return MANAGED_NODE_LABEL_DOMAINS.some((managed) => domain === managed || domain.endsWith(`.${managed}`));
  };
  return Object.fromEntries(Object.entries(machine.metadata.labels ?? {}).filter(([key]) => isManaged(key)));
}

function annotationsFor(machine: Machine, labels: readonly string[]): Record<string, string> {
  const owner = controllerOf(machine);
  return {
    [NodeAnnotations.clusterName]: machine.spec.clusterName,
    [NodeAnnotations.clusterNamespace]: machine.metadata.namespace ?? '',
    [NodeAnnotations.machine]: machine.metadata.name,
    ...(owner === undefined ? {} : { [NodeAnnotations.ownerKind]: owner.kind, [NodeAnnotations.ownerName]: owner.name }),
    [NodeAnnotations.labelsFromMachine]: [...labels].sort().join(','),
  };
}
