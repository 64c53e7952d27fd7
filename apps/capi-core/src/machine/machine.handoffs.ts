import type { Machine } from '@handoff/api';
import { Core } from '@handoff/events';
import { conditionsOf, fact, isTrue } from '@handoff/reconcile';
import type { Fact, Report } from '@handoff/reconcile';
import type { MachineScope } from './machine.scope.js';
import { nodeDigest } from './machine.status.js';

/** The facts that hold of a Machine now: most are of its status, as written. */
export function machineFacts({ node, cluster }: MachineScope, report: Report, written: Machine): readonly Fact[] {
  const { spec, status, metadata } = written;
  const conditions = conditionsOf(written).map((entry) => [entry.type, entry.status, entry.reason]);
  const changed = fact(Core.MachineChanged, [
    conditions,
    status?.phase,
    status?.nodeRef,
    spec.providerID,
    metadata.deletionTimestamp,
    node?.metadata.name,
  ], { actsOn: actedOn(written) });
  if (metadata.deletionTimestamp !== undefined) {
    const hook = report.waits.find((wait) => wait.reason.endsWith('Hook'));
    return [
      changed,
      fact(Core.MachineDeleting),
      ...(hook === undefined ? [] : [fact(Core.MachineWaitingHook, hook.reason, { reason: hook.reason, message: hook.message })]),
    ];
  }
  const mayProvision = spec.bootstrap.dataSecretName !== undefined && cluster?.status?.initialization?.infrastructureProvisioned === true;
  return [
    changed,
    fact(Core.MachineCreated),
    ...(mayProvision ? [fact(Core.BootstrapReady, spec.bootstrap.dataSecretName, { isInSpec: true })] : []),
    ...(node === undefined ? [] : [fact(Core.MachineRunning, node.metadata.name), fact(Core.NodeChanged, nodeDigest(node))]),
  ];
}

/** What a Machine's owner does something about: one that runs, is available, failed or goes. The rest is told on. */
function actedOn(machine: Machine): readonly unknown[] {
  const { status, spec, metadata } = machine;
  const isSomething = status?.nodeRef !== undefined || status?.phase === 'Failed' || metadata.deletionTimestamp !== undefined;
  return isSomething ? [status?.nodeRef, status?.phase, spec.providerID, isTrue(machine, 'Available'), metadata.deletionTimestamp] : [];
}
