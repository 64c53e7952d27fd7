import { Machine } from '@handoff/api';
import { takeOwnership } from '@handoff/contract-objects';
import { waitFor } from '@handoff/reconcile';
import type { Phase } from '@handoff/reconcile';
import { conditionIn } from '../contract/contract-objects.js';
import type { MachineDeps, MachineScope } from './machine.scope.js';

/** The bootstrap config belongs to its Machine; its data Secret is named on the Machine, once, when it is there. */
export const adoptBootstrapData = ({ kinds }: MachineDeps): Phase<MachineScope> =>
  async function bootstrap(scope, context) {
    const { machine } = scope;
    const reference = machine.spec.bootstrap.configRef;
    if (reference === undefined) {
      return machine.spec.bootstrap.dataSecretName === undefined
        ? waitFor(
            'WaitingForBootstrapData',
            'set spec.bootstrap.configRef, or name a Secret with bootstrap data in spec.bootstrap.dataSecretName',
          )
        : undefined;
    }
    if (scope.bootstrap === undefined)
      return waitFor('WaitingForBootstrapConfig', `${reference.kind} ${reference.name} is not there yet: the Machine's owner makes it`);
    const object = await takeOwnership(context.kube, await kinds.of(reference), scope.bootstrap.object, {
      owner: machine,
      controller: true,
      cluster: machine.spec.clusterName,
    });
    scope.bootstrap = { ...scope.bootstrap, object };
    if (machine.spec.bootstrap.dataSecretName !== undefined) return undefined;
    const { status } = scope.bootstrap.view;
    if (status?.initialization?.dataSecretCreated !== true || status.dataSecretName === undefined) {
      const message =
        conditionIn(status?.conditions, 'Ready')?.message ?? conditionIn(status?.conditions, 'DataSecretAvailable')?.message ?? '';
      return waitFor(
        'WaitingForBootstrapData',
        `${reference.kind} ${reference.name} has no bootstrap data yet${message === '' ? '' : `: ${message}`}`,
      );
    }
    const { name, namespace, uid } = machine.metadata;
    scope.machine = await context.kube.apply(Machine, {
      metadata: { name, namespace, uid },
      spec: adopted(machine, { dataSecretName: status.dataSecretName }),
    });
    return undefined;
  };

/** Everything that this manager has adopted into the Machine's spec so far: an apply names all that it owns. */
export function adopted(machine: Machine, now: { dataSecretName?: string; providerID?: string }): Record<string, unknown> {
  const dataSecretName = now.dataSecretName ?? machine.spec.bootstrap.dataSecretName;
  const providerID = now.providerID ?? machine.spec.providerID;
  return {
    ...(dataSecretName === undefined ? {} : { bootstrap: { dataSecretName } }),
    ...(providerID === undefined ? {} : { providerID }),
  };
}
