import { Cluster, ConfigMap, controllerOf, KubeadmConfig, Machine, Secret } from '@handoff/api';
import { keysBy } from '@handoff/contract-objects';
import { Bootstrap, Core } from '@handoff/events';
import type { ObjectReference } from '@handoff/events';
import { keyOfObject } from '@handoff/kube';
import type { Key, StoreView } from '@handoff/kube';
import { controller, hears, mirrors, STATUS_GATHER_MS } from '@handoff/reconcile';
import type { Controller } from '@handoff/reconcile';
import { clusterSecrets, ofClusters } from '../cluster-secrets/secrets.js';
import { adoptData, awaitCluster, freeLock, makeInitData, makeJoinData } from './kubeadm-config.data.js';
import { concernedByCluster, configOf, observeKubeadmConfig, undecidedByCluster } from './kubeadm-config.scope.js';
import type { KubeadmConfigDeps, KubeadmConfigScope } from './kubeadm-config.scope.js';
import { kubeadmConfigFacts, kubeadmConfigStatus } from './kubeadm-config.status.js';
import { keepToken } from './kubeadm-config.token.js';

type Index = (config: KubeadmConfig) => readonly string[];

const ofCluster = (index: Index) => (about: ObjectReference, own: StoreView<KubeadmConfig>, cluster: string | undefined): Key[] =>
  cluster === undefined ? [] : keysBy(own, index, `${about.namespace ?? ''}/${cluster}`);

/** The config whose data a Secret holds. */
const configOfData = (secret: Secret): Key[] => (controllerOf(secret)?.kind === KubeadmConfig.kind ? [keyOfObject(secret)] : []);

/** Turns what is declared of one host into the data that make it a node: `kubeadm init` for one per cluster, else `kubeadm join`. */
export const kubeadmConfigController = (deps: KubeadmConfigDeps): Controller => controller<KubeadmConfig, KubeadmConfigScope>({
  name: 'kubeadmconfig',
  for: KubeadmConfig,
  hears: [
    hears(Core.InfrastructureProvisioned, ofCluster(concernedByCluster)),
    hears(Core.ControlPlaneInitialized, ofCluster(concernedByCluster)),
    hears(Bootstrap.CertificatesReady, ofCluster(undecidedByCluster)),
    hears(Core.MachineDeleting, ofCluster(undecidedByCluster)),
    hears(Core.MachineDeleted, ofCluster(undecidedByCluster)),
  ],
  mirrors: [
    mirrors(Cluster, (cluster, own) => keysBy(own, concernedByCluster, keyOfObject(cluster))),
    mirrors(Machine, configOf),
    mirrors(Secret, configOfData, clusterSecrets),
    mirrors(ConfigMap, () => [], ofClusters),
  ],
  observe: observeKubeadmConfig,
  phases: [adoptData, awaitCluster, makeInitData, makeJoinData(deps), freeLock, keepToken(deps)],
  status: kubeadmConfigStatus,
  gatherStatus: STATUS_GATHER_MS,
  handoffs: kubeadmConfigFacts,
  gone: Bootstrap.ConfigDeleted,
});
