import { ClusterConditions, isControlPlane, MachineConditions as Type } from '@handoff/api';
import type { Machine } from '@handoff/api';
import { trueSince } from '@handoff/reconcile';
import type { Milestone } from '@handoff/reconcile';
import type { MachineScope } from './machine.scope.js';

/** The stages of a server's way to its Node. */
export function machineMilestones({ machine, cluster }: MachineScope, written: Machine): readonly Milestone[] {
  if (machine.metadata.deletionTimestamp !== undefined) return [];
  const { creationTimestamp } = machine.metadata;
  const { status } = written;
  const hasData = trueSince(written, Type.BootstrapConfigReady);
  const isProvisioned = status?.initialization?.infrastructureProvisioned === true;
  const isUp = isProvisioned ? trueSince(written, Type.InfrastructureReady) ?? true : undefined;
  const isFirst = initializes(machine, trueSince(cluster, ClusterConditions.ControlPlaneInitialized));
  const hasNode = status?.nodeRef !== undefined;
  return [
    { name: 'bootstrap data', begun: creationTimestamp, ended: hasData, isSummary: true },
    { name: 'provision', begun: hasData, ended: isUp, isSummary: true },
    { name: isFirst ? 'kubeadm init' : 'kubeadm join', begun: isUp, ended: hasNode },
    { name: 'node ready', begun: hasNode, ended: trueSince(written, Type.NodeReady) },
    { name: 'running', begun: creationTimestamp, ended: trueSince(written, Type.Available), isSummary: true },
  ];
}

/** One control-plane Machine is made before there is a control plane: it is the one that begins it. */
const initializes = (machine: Machine, initialized: string | undefined): boolean =>
  isControlPlane(machine) && (initialized === undefined || Date.parse(initialized) >= Date.parse(machine.metadata.creationTimestamp ?? ''));
