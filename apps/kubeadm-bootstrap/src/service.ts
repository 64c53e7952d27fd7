import { KubeadmConfig, KubeadmControlPlane, Machine } from '@handoff/api';
import { ContractKinds, objectKey } from '@handoff/contract-objects';
import { keyOfObject } from '@handoff/kube';
import type { Key } from '@handoff/kube';
import { pregeneratedKeys } from '@handoff/pki';
import type { KeySource } from '@handoff/pki';
import type { ServiceContext, ServiceDefinition } from '@handoff/service';
import { WorkloadClusters } from '@handoff/workload';
import { ComponentWatches } from './control-plane/component-watches.js';
import { controlPlaneController } from './control-plane/control-plane.controller.js';
import { controlPlaneByCluster } from './control-plane/control-plane.scope.js';
import { MemberReports } from './control-plane/member-reports.js';
import { kubeadmConfigController } from './kubeadm-config/kubeadm-config.controller.js';
import { machineByConfig } from './kubeadm-config/kubeadm-config.scope.js';
import { sweeps } from './sweeps.js';

/** Two clusters at once take ten keys, five each: so many lie ready. */
const KEYS_AHEAD = 10;

export interface KubeadmBootstrapOptions {
  /** Where keys come from; made ahead of need unless told. A source that is given is its giver's to dispose of. */
  readonly keys?: KeySource;
}

/** The service that turns declarations into bootstrap data and control planes. */
export const kubeadmBootstrapService = (options: KubeadmBootstrapOptions = {}): ServiceDefinition => ({
  name: 'kubeadm-bootstrap',
  build: (context) => {
    const { kube, stores, clock, random, log, wake } = context;
    const pool = options.keys === undefined ? pregeneratedKeys({ ahead: KEYS_AHEAD }) : undefined;
    const keys = options.keys ?? pool;
    if (keys === undefined) throw new TypeError('no source of keys');
    const workloads = new WorkloadClusters(kube, 'kubeadm-bootstrap');
    const changed = (cluster: Key): void => { for (const key of controlPlanesOf(context, cluster)) wake('kubeadmcontrolplane', key); };
    const components = new ComponentWatches({ workloads, clock, random, log, changed });
    const again = (controlPlane: Key, after: number): void => { wake('kubeadmcontrolplane', controlPlane, { after }); };
    const deps = { kinds: new ContractKinds(kube), workloads, components, keys, reports: new MemberReports(clock), wake: again };
    return {
      controllers: [kubeadmConfigController(deps), controlPlaneController(deps)],
      background: sweeps({
        clock,
        joining: () => joiningConfigs(context),
        controlPlanes: () => stores.mirror(KubeadmControlPlane).store.list(),
        wake,
      }),
      resources: [components, workloads, ...(pool === undefined ? [] : [pool])],
    };
  },
});

const controlPlanesOf = ({ stores }: ServiceContext, cluster: Key): Key[] =>
  stores.mirror(KubeadmControlPlane).store.by(controlPlaneByCluster, cluster).map(keyOfObject);

function joiningConfigs({ stores }: ServiceContext): readonly KubeadmConfig[] {
  const machines = stores.mirror(Machine).store;
  const isJoining = (config: KubeadmConfig): boolean =>
    machines.by(machineByConfig, objectKey(config)).some((machine) => machine.status?.nodeRef === undefined);
  return stores.mirror(KubeadmConfig).store.list().filter(isJoining);
}
