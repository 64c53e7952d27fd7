import { VSphereCluster, VSphereVM } from '@handoff/api';
import { keyOfObject } from '@handoff/kube';
import type { Key } from '@handoff/kube';
import { readEnvironment } from '@handoff/service';
import type { ServiceContext, ServiceDefinition } from '@handoff/service';
import { asError } from '@handoff/time';
import { readMaxTasks } from './environment.js';
import { byCluster, clusterKeyOf } from './references.js';
import { TaskPlaces } from './vcenter/task-places.js';
import { callTeller, taskTeller } from './vcenter/tellers.js';
import { VCenters } from './vcenter/vcenters.js';
import { VmTasks } from './vcenter/vm-tasks.js';
import { VmWatches } from './vcenter/vm-watches.js';
import { vsphereClusterController } from './vsphere-cluster/vsphere-cluster.controller.js';
import { vsphereClusterIdentityController } from './vsphere-cluster-identity/vsphere-cluster-identity.controller.js';
import { vsphereDeploymentZoneController } from './vsphere-deployment-zone/vsphere-deployment-zone.controller.js';
import { vsphereMachineController } from './vsphere-machine/vsphere-machine.controller.js';
import { vsphereVmController } from './vsphere-vm/vsphere-vm.controller.js';

export interface CapvOptions {
  /** Where the Secrets of VSphereClusterIdentities are; POD_NAMESPACE unless told. */
  readonly namespace?: string;
  /** How many tasks one vCenter is given at once; VSPHERE_MAX_TASKS unless told, else 64. */
  readonly maxTasks?: number;
}

/** capv: VSphereCluster, VSphereMachine and VSphereVM, and alone in talking to vCenter. */
export const capvService = (options: CapvOptions = {}): ServiceDefinition => ({
  name: 'capv',
  build(context) {
    const namespace = options.namespace ?? readEnvironment(process.env).POD_NAMESPACE;
    const vcenters = connect(context, namespace);
    const wakeVm = (key: Key, options?: { after?: number }): void => { context.wake('vspherevm', key, options); };
    const { clock, coordination } = context;
    const places = new TaskPlaces({ clock, coordination, limit: options.maxTasks ?? readMaxTasks(process.env), wake: wakeVm });
    const tasks = new VmTasks(clock, wakeVm, (key) => { places.release(key); }, taskTeller(context));
    const watches = new VmWatches(context.clock, wakeVm);
    return {
      controllers: [
        vsphereClusterController({ vcenters, namespace }),
        vsphereClusterIdentityController(namespace),
        vsphereDeploymentZoneController(vcenters),
        vsphereMachineController(),
        vsphereVmController({ vcenters, tasks, places, watches, refusals: new Map(), plans: new Map(), softPowerOffs: new Set() }),
      ],
      resources: [tasks, places, watches, vcenters],
    };
  },
});

/** Machines that are reached through another client from now on are watched anew; what fails in the background is looked at. */
function connect({ clock, random, stores, wake, log, coordination, telemetry }: ServiceContext, namespace: string): VCenters {
  const wakeClusters = (): void => { for (const cluster of stores.view(VSphereCluster)?.list() ?? []) wake('vspherecluster', keyOfObject(cluster)); };
  return new VCenters({
    clock, random, namespace, sessions: coordination.sessions, onCall: callTeller(telemetry, clock),
    onRenewed(key) {
      const cluster = stores.view(VSphereCluster)?.get(key);
      const vms = cluster === undefined ? [] : stores.view(VSphereVM)?.by(byCluster, clusterKeyOf(cluster)) ?? [];
      for (const vm of vms) wake('vspherevm', keyOfObject(vm));
    },
    onTrouble(error) {
      log.warn({ error: asError(error).message }, 'vCenter failed in the background');
      wakeClusters();
    },
  });
}
