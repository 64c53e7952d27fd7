import { validateClusterSelector } from './addons.js';
import { validateCluster } from './cluster.js';
import { validateVSphereFailureDomain } from './failure-domain.js';
import { validateMachineHealthCheck } from './health-check.js';
import { validateIPAddress, validateIPPool } from './ipam.js';
import { validateKubeadmConfig, validateKubeadmConfigTemplate, validateKubeadmControlPlane } from './kubeadm.js';
import { validateMachine, validateMachineDeployment, validateMachineSet } from './machine-groups.js';
import { validateVSphereMachine, validateVSphereMachineTemplate, validateVSphereVM } from './virtual-machine.js';
import { AddonPlan } from '../addons/addon-plan.js';
import { ClusterResourceSet } from '../addons/cluster-resource-set.js';
import { KubeadmConfigTemplate } from '../bootstrap/kubeadm-config-template.js';
import { KubeadmConfig } from '../bootstrap/kubeadm-config.js';
import { KubeadmControlPlane } from '../controlplane/kubeadm-control-plane.js';
import { Cluster } from '../core/cluster.js';
import { MachineDeployment } from '../core/machine-deployment.js';
import { MachineHealthCheck } from '../core/machine-health-check.js';
import { MachineSet } from '../core/machine-set.js';
import { Machine } from '../core/machine.js';
import { VSphereFailureDomain } from '../infrastructure/vsphere-failure-domain.js';
import { VSphereMachineTemplate } from '../infrastructure/vsphere-machine-template.js';
import { VSphereMachine } from '../infrastructure/vsphere-machine.js';
import { VSphereVM } from '../infrastructure/vsphere-vm.js';
import { GlobalInClusterIPPool } from '../ipam/global-in-cluster-ip-pool.js';
import { InClusterIPPool } from '../ipam/in-cluster-ip-pool.js';
import { IPAddress } from '../ipam/ip-address.js';
import type { Kind } from '../kind.js';
import type { KubeObject } from '../object.js';
import type { FieldProblem } from './problem.js';

interface Validation {
  readonly kind: Pick<Kind, 'apiVersion' | 'kind'>;
  readonly problems: (raw: unknown) => readonly FieldProblem[];
}

const validation = <T extends KubeObject>(kind: Kind<T>, validate: (object: T) => readonly FieldProblem[]): Validation => ({
  kind,
  problems: (raw) => validate(kind.parse(raw)),
});

const validations: readonly Validation[] = [
  validation(Cluster, validateCluster),
  validation(Machine, validateMachine),
  validation(MachineSet, validateMachineSet),
  validation(MachineDeployment, validateMachineDeployment),
  validation(MachineHealthCheck, validateMachineHealthCheck),
  validation(KubeadmConfig, validateKubeadmConfig),
  validation(KubeadmConfigTemplate, validateKubeadmConfigTemplate),
  validation(KubeadmControlPlane, validateKubeadmControlPlane),
  validation(VSphereMachine, validateVSphereMachine),
  validation(VSphereMachineTemplate, validateVSphereMachineTemplate),
  validation(VSphereVM, validateVSphereVM),
  validation(VSphereFailureDomain, validateVSphereFailureDomain),
  validation(InClusterIPPool, validateIPPool),
  validation(GlobalInClusterIPPool, validateIPPool),
  validation(IPAddress, validateIPAddress),
  validation(ClusterResourceSet, validateClusterSelector),
  validation(AddonPlan, validateClusterSelector),
];

/**
 * What is wrong with an object beyond its shape: none for a kind without such rules. @throws z.ZodError when the shape is wrong
 */
export function problemsOf(object: KubeObject): readonly FieldProblem[] {
  const found = validations.find(({ kind }) => kind.apiVersion === object.apiVersion && kind.kind === object.kind);
  return found?.problems(object) ?? [];
}
