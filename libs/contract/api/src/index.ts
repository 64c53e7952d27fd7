export { Condition, Conditions, ObjectMeta, OwnerReference } from './object.js';
export type { CustomObject, KubeObject, ObjectKey, Unstructured } from './object.js';
export { builtinKind, defineKind, noStatus, unstructuredKind } from './kind.js';
export type { AnyCustomKind, CustomKind, Kind, KindDefinition, KindObject, PrinterColumn, ScalePaths } from './kind.js';
export { LabelSelectorRequirement, LabelSelector } from './shared/selector.js';
export { ContractReference, TemplateReference, NameReference } from './shared/references.js';
export {
  TemplateMetadata, ReadinessGate, APIEndpoint, FailureDomain, VersionReplicas, MachineAddress, NameTemplate, SecretKey,
} from './shared/shapes.js';
export { DeprecatedConditions, DeprecatedFailure } from './shared/deprecated.js';
export {
  MachineTaint, MachineDeletion, MachineBootstrap, MachineSpec, MachineTemplateSpec, MachineNaming, WorkerDeletion, MachineDeletionOrder,
} from './core/machine-spec.js';
export { NodeSystemInfo, ReplicaCounts } from './core/machine-status.js';
export { MachineRollingUpdate, MachineRolloutStrategy, MachineRollout } from './core/rollout.js';
export {
  UnhealthyNodeCondition, UnhealthyMachineCondition, HealthChecks, RemediationTrigger, Remediation, MachineDeploymentRemediation,
} from './core/health-check.js';
export {
  ClusterVariable, VariableOverrides, ControlPlaneTopology, MachineDeploymentTopology, MachinePoolTopology, Topology,
} from './core/topology.js';
export {
  CelValidation, VariableSchema, ClusterClassVariable, ClusterClassStatusVariableDefinition, ClusterClassStatusVariable,
} from './core/cluster-class-variables.js';
export { JsonPatch, PatchSelector, PatchDefinition, ExternalPatchDefinition, ClusterClassPatch } from './core/cluster-class-patches.js';
export {
  ClassTemplate, ControlPlaneClass, InfrastructureClass, MachineDeploymentClass, MachinePoolClass,
} from './core/cluster-class-parts.js';
export { ExtraArg, KeySelector, EnvVarSource, EnvVar, HostPathMount, ControlPlaneComponent } from './bootstrap/component.js';
export { APIServer, DNS, LocalEtcd, ExternalEtcd, Etcd, ClusterConfiguration } from './bootstrap/cluster-configuration.js';
export { NodeTaint, NodeRegistration, LocalAPIEndpoint, Patches, Timeouts } from './bootstrap/node-registration.js';
export { BootstrapToken, InitConfiguration } from './bootstrap/init-configuration.js';
export { BootstrapTokenDiscovery, FileDiscovery, Discovery, JoinControlPlane, JoinConfiguration } from './bootstrap/join-configuration.js';
export { ContentSource, HostFile, HostUser, NTP, Filesystem, Partition, DiskSetup, Ignition } from './bootstrap/host.js';
export { KubeadmConfigSpec } from './bootstrap/kubeadm-config-spec.js';
export {
  KubeadmControlPlaneRollout, KubeadmControlPlaneRemediation, KubeadmControlPlaneMachineTemplate, LastRemediation,
} from './controlplane/rollout.js';
export { DHCPOverrides, NetworkRoute, NetworkDevice, Network, NetworkStatus } from './infrastructure/network.js';
export {
  DataDisk, PCIDevice, ResourceShares, VirtualMachineCloneSpec, VMResources, VSphereMachineSpec,
} from './infrastructure/clone-spec.js';
export {
  ClusterModule, VSphereIdentityReference, VSphereClusterSpec, VSphereClusterStatus, VSphereCluster,
} from './infrastructure/vsphere-cluster.js';
export { FailureDomainArea, VSphereFailureDomainSpec, VSphereFailureDomain } from './infrastructure/vsphere-failure-domain.js';
export { ReadyStatus } from './infrastructure/ready-status.js';
export { InClusterIPPoolSpec, InClusterIPPoolStatus } from './ipam/pool.js';
export { ResourceReference, ResourceBinding, ResourceSetBinding } from './addons/resource-binding.js';
export { ClusterSpec, ClusterStatus, Cluster } from './core/cluster.js';
export { MachineStatus, Machine } from './core/machine.js';
export { MachineSetSpec, MachineSetStatus, MachineSet } from './core/machine-set.js';
export { MachineDeploymentSpec, MachineDeploymentStatus, MachineDeployment } from './core/machine-deployment.js';
export { MachineHealthCheckSpec, MachineHealthCheckStatus, MachineHealthCheck } from './core/machine-health-check.js';
export { MachineDrainRuleSpec, MachineDrainRule } from './core/machine-drain-rule.js';
export { ClusterClassSpec, ClusterClassStatus, ClusterClass } from './core/cluster-class.js';
export { MachinePoolSpec, MachinePoolStatus, MachinePool } from './core/machine-pool.js';
export { KubeadmConfigStatus, KubeadmConfig } from './bootstrap/kubeadm-config.js';
export { KubeadmConfigTemplateSpec, KubeadmConfigTemplate } from './bootstrap/kubeadm-config-template.js';
export { KubeadmControlPlaneSpec, KubeadmControlPlaneStatus, KubeadmControlPlane } from './controlplane/kubeadm-control-plane.js';
export { KubeadmControlPlaneTemplateSpec, KubeadmControlPlaneTemplate } from './controlplane/kubeadm-control-plane-template.js';
export { VSphereClusterTemplateSpec, VSphereClusterTemplate } from './infrastructure/vsphere-cluster-template.js';
export { VSphereMachineStatus, VSphereMachine } from './infrastructure/vsphere-machine.js';
export { VSphereMachineTemplateSpec, VSphereMachineTemplate } from './infrastructure/vsphere-machine-template.js';
export { VSphereVMSpec, VSphereVMStatus, VSphereVM } from './infrastructure/vsphere-vm.js';
export { VSphereClusterIdentitySpec, VSphereClusterIdentity } from './infrastructure/vsphere-cluster-identity.js';
export { VSphereDeploymentZoneSpec, VSphereDeploymentZone } from './infrastructure/vsphere-deployment-zone.js';
export { InClusterIPPool } from './ipam/in-cluster-ip-pool.js';
export { GlobalInClusterIPPool } from './ipam/global-in-cluster-ip-pool.js';
export { IPAddressSpec, IPAddress } from './ipam/ip-address.js';
export { IPAddressClaimSpec, IPAddressClaimStatus, IPAddressClaim } from './ipam/ip-address-claim.js';
export { ClusterResourceSetSpec, ClusterResourceSetStatus, ClusterResourceSet } from './addons/cluster-resource-set.js';
export { ClusterResourceSetBindingSpec, ClusterResourceSetBinding } from './addons/cluster-resource-set-binding.js';
export { AddonManifests, AddonPlan, AddonPlanCluster, AddonPlanSpec, AddonPlanStatus, AddonStep } from './addons/addon-plan.js';
export { AddonGate } from './addons/readiness-gate.js';
export { Backup, BackupSpec, BackupStatus, BackupStorage } from './backup/backup.js';
export { BackupSchedule, BackupScheduleSpec, BackupScheduleStatus } from './backup/backup-schedule.js';
export { ConfigMap, Event, Namespace, Secret, ServiceAccount } from './builtin/core.js';
export { Node } from './builtin/node.js';
export { Pod, PodSpec, Toleration } from './builtin/pod.js';
export { DaemonSet, Deployment } from './builtin/workloads.js';
export { CSIDriver, CSINode, VolumeAttachment } from './builtin/storage.js';
export { Lease } from './builtin/lease.js';
export { CertificateSigningRequest } from './builtin/certificate-signing-request.js';
export { CustomResourceDefinition } from './builtin/custom-resource-definition.js';
export { allKinds, customResourceDefinitions } from './crd/all-kinds.js';
export { crdOf } from './crd/crd.js';
export type { CrdManifest, CrdNames, CrdVersion } from './crd/crd.js';
export { NotStructural } from './schema/structural.js';
export type { StructuralSchema } from './schema/structural.js';
export {
  groupKindOf, contractRefOf, controllerOf, groupOf, isControlledBy, isOwnedBy, ownerOf, ownerReferenceTo, refersTo, refKey,
} from './helpers/references.js';
export { isEmptySelector, matches, selectorText, UnknownOperator } from './helpers/selector.js';
export { clusterNameOf, hasPausedAnnotation, isControlPlane, isPaused } from './helpers/cluster.js';
export { Labels, MANAGED_NODE_LABEL_DOMAINS, NodeLabels, SecretTypes } from './names/labels.js';
export { Annotations, CONTROL_PLANE_CLEANUP_HOOK, HookPrefixes, NodeAnnotations } from './names/annotations.js';
export { Finalizers } from './names/finalizers.js';
export { Taints } from './names/taints.js';
export {
  ClusterConditions, ClusterResourceSetConditions, IPAddressClaimConditions, IPAddressClaimReasons, KubeadmConfigConditions,
  KubeadmControlPlaneConditions, MachineConditions, MachineDeletingReasons, MachineDeploymentConditions, MachineHealthCheckConditions,
  MachineSetConditions, VSphereClusterConditions, VSphereClusterIdentityConditions, VSphereDeploymentZoneConditions,
  VSphereMachineConditions, VSphereVMConditions, VSphereVMReasons,
} from './names/conditions.js';
export { countOf, isCount } from './defaults/count.js';
export { effectiveMachineHealthCheck, NODE_STARTUP_TIMEOUT_SECONDS } from './defaults/health-check.js';
export type { EffectiveMachineHealthCheck } from './defaults/health-check.js';
export { effectiveKubeadmConfigSpec, effectiveKubeadmControlPlane } from './defaults/kubeadm.js';
export type { EffectiveKubeadmConfigSpec, EffectiveKubeadmControlPlane } from './defaults/kubeadm.js';
export { labelValueOf } from './defaults/label-value.js';
export { effectiveMachine, NODE_DELETION_TIMEOUT_SECONDS, withVersionPrefix } from './defaults/machine.js';
export type { EffectiveMachine } from './defaults/machine.js';
export { effectiveMachineDeployment, effectiveMachineSet } from './defaults/machine-group.js';
export type { EffectiveMachineDeployment, EffectiveMachineSet } from './defaults/machine-group.js';
export { effectiveVirtualMachine, GUEST_SOFT_POWER_OFF_TIMEOUT_SECONDS } from './defaults/virtual-machine.js';
export { validateClusterSelector } from './validation/addons.js';
export { addressRange, bitsOf, cidrRange, contains, familyOf, networkOf } from './validation/addresses.js';
export type { AddressRange, Family } from './validation/addresses.js';
export { validateCluster } from './validation/cluster.js';
export { validateVSphereFailureDomain } from './validation/failure-domain.js';
export { validateMachineHealthCheck } from './validation/health-check.js';
export { validateIPAddress, validateIPPool } from './validation/ipam.js';
export { validateKubeadmConfig, validateKubeadmConfigTemplate, validateKubeadmControlPlane } from './validation/kubeadm.js';
export { validateMachine, validateMachineDeployment, validateMachineSet } from './validation/machine-groups.js';
export type { FieldProblem } from './validation/problem.js';
export { problemsOf } from './validation/problems-of.js';
export { validateVSphereMachine, validateVSphereMachineTemplate, validateVSphereVM } from './validation/virtual-machine.js';
