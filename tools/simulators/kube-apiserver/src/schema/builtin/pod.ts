import { AppArmorProfile, Container, EphemeralContainer, ResourceRequirements, SELinuxOptions, SeccompProfile, WindowsOptions } from './container.js';
import { LabelSelector, ObjectMeta, conditionFields, typeMeta } from './meta.js';
import { LocalObjectReference, core } from './refs.js';
import { Volume } from './volumes.js';
import { always, atomic, bool, int32, int64, list, listMap, mapOf, nullTime, oneOf, or, quantities, quantity, set, str, strings, time } from './dsl.js';

export const toleration = core('Toleration', 'A taint that the pod bears.', {
  effect: oneOf('NoExecute', 'NoSchedule', 'PreferNoSchedule'), key: str(), operator: str('Exists or Equal.'),
  tolerationSeconds: int64(), value: str(),
});

const requirement = core('NodeSelectorRequirement', 'A condition on a label or field of the node.', {
  'key!': str(), 'operator!': oneOf('DoesNotExist', 'Exists', 'Gt', 'In', 'Lt', 'NotIn'), values: strings(),
});
const NodeSelectorTerm = atomic(core('NodeSelectorTerm', 'Conditions that must all hold.', {
  matchExpressions: list(requirement), matchFields: list(requirement),
}));
export const NodeSelector = atomic(core('NodeSelector', 'Terms of which one must hold.', { 'nodeSelectorTerms!': list(NodeSelectorTerm) }));

const PodAffinityTerm = core('PodAffinityTerm', 'Pods to be near to, or far from.', {
  labelSelector: LabelSelector, matchLabelKeys: strings(), mismatchLabelKeys: strings(), namespaceSelector: LabelSelector,
  namespaces: strings(), 'topologyKey!': str(),
});
const podAffinityFields = {
  preferredDuringSchedulingIgnoredDuringExecution: list(core('WeightedPodAffinityTerm', 'A term and its weight.', {
    'podAffinityTerm!': always(PodAffinityTerm), 'weight!': int32(),
  })),
  requiredDuringSchedulingIgnoredDuringExecution: list(PodAffinityTerm),
};
const Affinity = core('Affinity', 'Where the pod wants to run.', {
  nodeAffinity: core('NodeAffinity', 'Nodes by their labels.', {
    preferredDuringSchedulingIgnoredDuringExecution: list(core('PreferredSchedulingTerm', 'A term and its weight.', {
      'preference!': always(NodeSelectorTerm), 'weight!': int32(),
    })),
    requiredDuringSchedulingIgnoredDuringExecution: NodeSelector,
  }),
  podAffinity: core('PodAffinity', 'Near to other pods.', podAffinityFields),
  podAntiAffinity: core('PodAntiAffinity', 'Far from other pods.', podAffinityFields),
});

const PodSecurityContext = core('PodSecurityContext', 'Privileges of all containers of the pod.', {
  appArmorProfile: AppArmorProfile, fsGroup: int64(), fsGroupChangePolicy: str(), runAsGroup: int64(), runAsNonRoot: bool(),
  runAsUser: int64(),
  seLinuxChangePolicy: str(), seLinuxOptions: SELinuxOptions, seccompProfile: SeccompProfile, supplementalGroups: list(int64()),
  supplementalGroupsPolicy: str(), windowsOptions: WindowsOptions,
  sysctls: list(core('Sysctl', 'A kernel parameter.', { 'name!': str(), 'value!': str() })),
});

const TopologySpreadConstraint = core('TopologySpreadConstraint', 'How evenly pods are spread.', {
  labelSelector: LabelSelector, matchLabelKeys: strings(), 'maxSkew!': int32(), minDomains: int32(), nodeAffinityPolicy: str(),
  nodeTaintsPolicy: str(), 'topologyKey!': str(), 'whenUnsatisfiable!': oneOf('DoNotSchedule', 'ScheduleAnyway'),
});

const podResourceClaim = core('PodResourceClaim', 'A device claim.', {
  'name!': str(), resourceClaimName: str(), resourceClaimTemplateName: str(),
});

export const PodSpec = core('PodSpec', 'What a pod runs, and how.', {
  volumes: listMap(['name'], Volume, 'Volumes that containers can mount.', 'merge,retainKeys'),
  initContainers: listMap(['name'], Container, 'Containers that run to their end, in order, before the others start.'),
  'containers!': always(listMap(['name'], Container, 'Containers of the pod.')),
  ephemeralContainers: listMap(['name'], EphemeralContainer),
  restartPolicy: or(oneOf('Always', 'Never', 'OnFailure'), 'Always'),
  terminationGracePeriodSeconds: or(int64('Seconds from the signal to stop until the kill.'), 30),
  activeDeadlineSeconds: int64(),
  dnsPolicy: or(oneOf('ClusterFirst', 'ClusterFirstWithHostNet', 'Default', 'None'), 'ClusterFirst'),
  dnsConfig: core('PodDNSConfig', 'Further DNS settings.', {
    nameservers: strings(), searches: strings(),
    options: list(core('PodDNSConfigOption', 'An option of the resolver.', { name: str(), value: str() })),
  }),
  nodeSelector: atomic(mapOf(str(), 'Labels that the node must have.')),
  nodeName: str('Node that the pod is bound to.'),
  serviceAccountName: str('Service account that the pod runs as.'),
  serviceAccount: str('Old name of serviceAccountName.'),
  automountServiceAccountToken: bool(),
  hostNetwork: bool('Whether the pod uses the network of its node.'),
  hostPID: bool(), hostIPC: bool(), hostUsers: bool(), shareProcessNamespace: bool(),
  securityContext: or(PodSecurityContext, {}),
  imagePullSecrets: listMap(['name'], LocalObjectReference),
  hostname: str(), subdomain: str(), setHostnameAsFQDN: bool(), hostnameOverride: str(),
  affinity: Affinity,
  schedulerName: or(str(), 'default-scheduler'),
  tolerations: list(toleration, 'Taints that the pod bears.'),
  hostAliases: listMap(['ip'], core('HostAlias', 'Names for an address in /etc/hosts.', { hostnames: strings(), 'ip!': str() })),
  priorityClassName: str(), priority: int32(), preemptionPolicy: str(),
  readinessGates: list(core('PodReadinessGate', 'A condition that the pod needs to be ready.', { 'conditionType!': str() })),
  runtimeClassName: str(),
  enableServiceLinks: bool('Whether services appear as environment variables.'),
  overhead: quantities(),
  topologySpreadConstraints: listMap(['topologyKey', 'whenUnsatisfiable'], TopologySpreadConstraint),
  os: core('PodOS', 'Operating system that the pod needs.', { 'name!': str() }),
  schedulingGates: listMap(['name'], core('PodSchedulingGate', 'Holds the pod back from scheduling.', { 'name!': str() })),
  schedulingGroup: core('PodSchedulingGroup', 'Pods that are scheduled together.', { podGroupName: str() }),
  resourceClaims: listMap(['name'], podResourceClaim, undefined, 'merge,retainKeys'),
  resources: ResourceRequirements,
});

export const PodTemplateSpec = core('PodTemplateSpec', 'The pods to make.', { metadata: always(ObjectMeta), spec: always(PodSpec) });

const ContainerState = core('ContainerState', 'Waiting, running or terminated.', {
  running: core('ContainerStateRunning', 'It runs.', { startedAt: nullTime() }),
  terminated: core('ContainerStateTerminated', 'It has ended.', {
    containerID: str(), 'exitCode!': int32(), finishedAt: nullTime(), message: str(), reason: str(), signal: int32(), startedAt: nullTime(),
  }),
  waiting: core('ContainerStateWaiting', 'It has yet to start.', { message: str(), reason: str() }),
});

const containerUser = core('ContainerUser', 'Who the container runs as.', {
  linux: core('LinuxContainerUser', 'User and groups.', { 'gid!': int64(), supplementalGroups: list(int64()), 'uid!': int64() }),
});

const mountStatus = core('VolumeMountStatus', 'A mount as it is.', {
  'mountPath!': str(), 'name!': str(), readOnly: bool(), recursiveReadOnly: str(),
  volumeStatus: core('VolumeStatus', 'What backs the mount.', { image: core('ImageVolumeStatus', 'The image.', { 'imageRef!': str() }) }),
});

const ContainerStatus = core('ContainerStatus', 'How a container does.', {
  'name!': str(), state: always(ContainerState), lastState: always(ContainerState), 'ready!': bool(), 'restartCount!': int32(), 'image!': str(),
  'imageID!': str(), containerID: str(), started: bool(), allocatedResources: quantities(), resources: ResourceRequirements,
  allocatedResourcesStatus: listMap(['name'], core('ResourceStatus', 'Health of a resource.', {
    'name!': str(),
    resources: listMap(['resourceID'], core('ResourceHealth', 'Health of a device.', { health: str(), message: str(), 'resourceID!': str() }), undefined, ''),
  })),
  stopSignal: str(), user: containerUser, volumeMounts: listMap(['mountPath'], mountStatus),
});

const ip = (name: string) => core(name, 'An address.', { 'ip!': str() });

const PodStatus = core('PodStatus', 'How a pod does.', {
  phase: or(str('Pending, Running, Succeeded, Failed or Unknown.'), 'Pending'),
  conditions: listMap(['type'], core('PodCondition', 'A condition of a pod.', conditionFields({ lastProbeTime: nullTime(), observedGeneration: int64() }))),
  message: str(), reason: str(), nominatedNodeName: str(), hostIP: str(), podIP: str(),
  hostIPs: { ...list(ip('HostIP')), 'x-kubernetes-patch-strategy': 'merge', 'x-kubernetes-patch-merge-key': 'ip' },
  podIPs: listMap(['ip'], ip('PodIP')),
  startTime: time(),
  initContainerStatuses: list(ContainerStatus), containerStatuses: list(ContainerStatus), ephemeralContainerStatuses: list(ContainerStatus),
  qosClass: str(), resize: str(), observedGeneration: int64(), allocatedResources: quantities(), resources: ResourceRequirements,
  resourceClaimStatuses: listMap(['name'], core('PodResourceClaimStatus', 'A claim that was made.', { 'name!': str(), resourceClaimName: str() }), undefined, 'merge,retainKeys'),
  extendedResourceClaimStatus: core('PodExtendedResourceClaimStatus', 'A claim for extended resources.', {
    'requestMappings!': list(core('ContainerExtendedResourceRequest', 'Which request serves which resource.', {
      'containerName!': str(), 'requestName!': str(), 'resourceName!': str(),
    })),
    'resourceClaimName!': str(),
  }),
  nodeAllocatableResourceClaimStatuses: list(core('NodeAllocatableResourceClaimStatus', 'Node resources taken by a claim.', {
    containers: set(str()), 'resourceClaimName!': str(), 'resources!': mapOf(quantity()),
  })),
});

export const Pod = core('Pod', 'Containers that run together on one node.', { ...typeMeta, spec: always(PodSpec), status: always(PodStatus) });
