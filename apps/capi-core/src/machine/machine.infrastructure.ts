import { Machine } from '@handoff/api';
import { takeOwnership } from '@handoff/contract-objects';
import { waitFor } from '@handoff/reconcile';
import type { Phase } from '@handoff/reconcile';
import { conditionIn } from '../contract/contract-objects.js';
import { adopted } from './machine.bootstrap.js';
import type { MachineDeps, MachineScope } from './machine.scope.js';

/** The infrastructure machine belongs to its Machine; its provider id moves up once the contract says that it is final. */
export const adoptProviderId = ({ kinds }: MachineDeps): Phase<MachineScope> =>
  async function infrastructure(scope, context) {
    const { machine } = scope;
    const reference = machine.spec.infrastructureRef;
    if (scope.infrastructure === undefined)
      return waitFor('WaitingForInfrastructure', `${reference.kind} ${reference.name} is not there yet: the Machine's owner makes it`);
    const object = await takeOwnership(context.kube, await kinds.of(reference), scope.infrastructure.object, {
      owner: machine,
      controller: true,
      cluster: machine.spec.clusterName,
    });
    scope.infrastructure = { ...scope.infrastructure, object };
    const { spec, status } = scope.infrastructure.view;
    if (status?.initialization?.provisioned !== true || spec?.providerID === undefined) {
      if (machine.spec.bootstrap.dataSecretName === undefined) return undefined; // the earlier phase says what is missing
      const message = conditionIn(status?.conditions, 'Ready')?.message ?? '';
      return waitFor(
        'WaitingForInfrastructure',
        `${reference.kind} ${reference.name} is not provisioned yet${message === '' ? '' : `: ${message}`}`,
      );
    }
    if (machine.spec.providerID === spec.providerID) return undefined;
    const { name, namespace, uid } = machine.metadata;
    scope.machine = await context.kube.apply(Machine, {
      metadata: { name, namespace, uid },
      spec: adopted(machine, { providerID: spec.providerID }),
    });
    return undefined;
  };
