import { AddonPlan } from '../addons/addon-plan.js';
import { ClusterResourceSetBinding } from '../addons/cluster-resource-set-binding.js';
import { ClusterResourceSet } from '../addons/cluster-resource-set.js';
import { BackupSchedule } from '../backup/backup-schedule.js';
import { Backup } from '../backup/backup.js';
import { KubeadmConfigTemplate } from '../bootstrap/kubeadm-config-template.js';
import { KubeadmConfig } from '../bootstrap/kubeadm-config.js';
import { KubeadmControlPlaneTemplate } from '../controlplane/kubeadm-control-plane-template.js';
import { KubeadmControlPlane } from '../controlplane/kubeadm-control-plane.js';
import { ClusterClass } from '../core/cluster-class.js';
import { Cluster } from '../core/cluster.js';
import { MachineDeployment } from '../core/machine-deployment.js';
import { MachineDrainRule } from '../core/machine-drain-rule.js';
import { MachineHealthCheck } from '../core/machine-health-check.js';
import { MachinePool } from '../core/machine-pool.js';
import { MachineSet } from '../core/machine-set.js';
import { Machine } from '../core/machine.js';
import { VSphereClusterIdentity } from '../infrastructure/vsphere-cluster-identity.js';
import { VSphereClusterTemplate } from '../infrastructure/vsphere-cluster-template.js';
import { VSphereCluster } from '../infrastructure/vsphere-cluster.js';
import { VSphereDeploymentZone } from '../infrastructure/vsphere-deployment-zone.js';
import { VSphereFailureDomain } from '../infrastructure/vsphere-failure-domain.js';
import { VSphereMachineTemplate } from '../infrastructure/vsphere-machine-template.js';
import { VSphereMachine } from '../infrastructure/vsphere-machine.js';
import { VSphereVM } from '../infrastructure/vsphere-vm.js';
import { GlobalInClusterIPPool } from '../ipam/global-in-cluster-ip-pool.js';
import { InClusterIPPool } from '../ipam/in-cluster-ip-pool.js';
import { IPAddressClaim } from '../ipam/ip-address-claim.js';
import { IPAddress } from '../ipam/ip-address.js';
import { crdOf } from './crd.js';
import type { AnyCustomKind } from '../kind.js';
import type { CrdManifest } from './crd.js';

/** Every custom kind of the project, by API group. */
export const allKinds: readonly AnyCustomKind[] = [
  AddonPlan, ClusterResourceSetBinding, ClusterResourceSet,
  BackupSchedule, Backup,
  KubeadmConfigTemplate, KubeadmConfig,
  KubeadmControlPlaneTemplate, KubeadmControlPlane,
  ClusterClass, Cluster, MachineDeployment, MachineDrainRule, MachineHealthCheck, MachinePool, MachineSet, Machine,
  VSphereClusterIdentity, VSphereClusterTemplate, VSphereCluster, VSphereDeploymentZone, VSphereFailureDomain,
  VSphereMachineTemplate, VSphereMachine, VSphereVM,
  GlobalInClusterIPPool, InClusterIPPool, IPAddressClaim, IPAddress,
];

/** The CustomResourceDefinitions of all kinds, in the order of `allKinds`. */
export const customResourceDefinitions = (): readonly CrdManifest[] => allKinds.map(crdOf);
