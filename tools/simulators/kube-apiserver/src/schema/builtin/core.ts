import { PersistentVolumeClaimSpec, accessMode, persistentSources } from './volumes.js';
import { Condition, conditionFields, typeMeta } from './meta.js';
import { LocalObjectReference, ObjectReference, core } from './refs.js';
import { NodeSelector } from './pod.js';
import { protocol } from './container.js';
import {
  always, atomic, bool, bytes, int32, int64, intOrString, list, listMap, mapOf, microTime, nullTime, oneOf, or, quantities, set, str,
  strings, time,
} from './dsl.js';

export const Namespace = core('Namespace', 'A scope for names.', {
  ...typeMeta,
  spec: always(core('NamespaceSpec', 'Who must act before the namespace may vanish.', { finalizers: strings() })),
  status: always(core('NamespaceStatus', 'State of the namespace.', {
    phase: str('Active or Terminating.'), conditions: listMap(['type'], core('NamespaceCondition', 'A condition of a namespace.', conditionFields())),
  })),
});

export const ConfigMap = core('ConfigMap', 'Configuration as key-value pairs.', {
  ...typeMeta, immutable: bool('Whether data can never change.'), data: mapOf(str(), 'Texts by key.'), binaryData: mapOf(bytes(), 'Bytes by key, in base64.'),
});

export const Secret = core('Secret', 'Confidential data.', {
  ...typeMeta, immutable: bool('Whether data can never change.'), data: mapOf(bytes(), 'Values by key, in base64.'),
  stringData: mapOf(str(), 'Values by key as text; goes into data on write.'), type: or(str('What the data is for.'), 'Opaque'),
});

const ServicePort = core('ServicePort', 'A port of the service.', {
  name: str(), protocol, appProtocol: str(), 'port!': int32('Port of the service.'), targetPort: intOrString('Port of the pods.'), nodePort: int32(),
});
const portStatus = core('PortStatus', 'A port of a load balancer.', { error: str(), 'port!': int32(), 'protocol!': str() });

export const Service = core('Service', 'A stable address in front of pods.', {
  ...typeMeta,
  spec: always(core('ServiceSpec', 'How pods are found and reached.', {
    ports: listMap(['port', 'protocol'], ServicePort, 'Ports of the service.'),
    selector: atomic(mapOf(str(), 'Labels of the pods.')),
    clusterIP: str('Virtual address; None for a headless service.'), clusterIPs: strings(),
    type: or(oneOf('ClusterIP', 'ExternalName', 'LoadBalancer', 'NodePort'), 'ClusterIP'),
    externalIPs: strings(), sessionAffinity: or(oneOf('ClientIP', 'None'), 'None'),
    loadBalancerIP: str(), loadBalancerSourceRanges: strings(), loadBalancerClass: str(), externalName: str(),
    externalTrafficPolicy: oneOf('Cluster', 'Local'), internalTrafficPolicy: oneOf('Cluster', 'Local'), healthCheckNodePort: int32(),
    publishNotReadyAddresses: bool(), ipFamilies: list(oneOf('', 'IPv4', 'IPv6')),
    ipFamilyPolicy: oneOf('PreferDualStack', 'RequireDualStack', 'SingleStack'), allocateLoadBalancerNodePorts: bool(), trafficDistribution: str(),
    sessionAffinityConfig: core('SessionAffinityConfig', 'Settings of the affinity.', {
      clientIP: core('ClientIPConfig', 'Affinity by client address.', { timeoutSeconds: int32() }),
    }),
  })),
  status: always(core('ServiceStatus', 'State of the service.', {
    conditions: listMap(['type'], Condition),
    loadBalancer: always(core('LoadBalancerStatus', 'State of its load balancer.', {
      ingress: list(core('LoadBalancerIngress', 'A point of entry.', { hostname: str(), ip: str(), ipMode: str(), ports: list(portStatus) })),
    })),
  })),
});

const endpointAddress = atomic(core('EndpointAddress', 'The address of one endpoint.', {
  hostname: str(), 'ip!': str(), nodeName: str(), targetRef: ObjectReference,
}));
export const Endpoints = core('Endpoints', 'The addresses behind a service.', {
  ...typeMeta,
  subsets: list(core('EndpointSubset', 'Addresses with the same ports.', {
    addresses: list(endpointAddress), notReadyAddresses: list(endpointAddress),
    ports: list(atomic(core('EndpointPort', 'A port of the endpoints.', { appProtocol: str(), name: str(), 'port!': int32(), protocol }))),
  })),
});

export const ServiceAccount = core('ServiceAccount', 'An identity for pods.', {
  ...typeMeta, automountServiceAccountToken: bool(), imagePullSecrets: list(LocalObjectReference),
  secrets: listMap(['name'], ObjectReference),
});

export const EventSource = core('EventSource', 'Who saw it.', { component: str(), host: str() });
export const Event = core('Event', 'Something that happened to an object.', {
  ...typeMeta,
  'involvedObject!': always(ObjectReference), reason: str(), message: str(), source: always(EventSource),
  firstTimestamp: nullTime(), lastTimestamp: nullTime(), count: int32(), type: str('Normal or Warning.'),
  eventTime: always({ ...microTime(), nullable: true }), series: core('EventSeries', 'Repetitions.', { count: int32(), lastObservedTime: microTime() }),
  action: str(), related: ObjectReference, reportingComponent: always(str()), reportingInstance: always(str()),
});

export const Binding = core('Binding', 'Binds a pod to a node.', { ...typeMeta, 'target!': always(ObjectReference) });

const taint = core('Taint', 'Keeps pods away that do not bear it.', {
  'effect!': oneOf('NoExecute', 'NoSchedule', 'PreferNoSchedule'), 'key!': str(), timeAdded: time(), value: str(),
});
const nodeConfigSource = core('NodeConfigSource', 'Configuration of the kubelet; no longer used.', {
  configMap: core('ConfigMapNodeConfigSource', 'A ConfigMap.', {
    'kubeletConfigKey!': str(), 'name!': str(), 'namespace!': str(), resourceVersion: str(), uid: str(),
  }),
});
const written = always(str());
const nodeInfo = core('NodeSystemInfo', 'What the kubelet says of its machine.', {
  'machineID!': written, 'systemUUID!': written, 'bootID!': written, 'kernelVersion!': written, 'osImage!': written,
  'containerRuntimeVersion!': written, 'kubeletVersion!': written, 'kubeProxyVersion!': written, 'operatingSystem!': written, 'architecture!': written,
  swap: core('NodeSwapStatus', 'Swap of the node.', { capacity: int64() }),
});

export const Node = core('Node', 'A machine that runs pods.', {
  ...typeMeta,
  spec: always(core('NodeSpec', 'How the node is to be used.', {
    podCIDR: str('Range of addresses for pods.'), podCIDRs: set(str(), undefined, true), providerID: str('What the cloud knows the machine by.'),
    unschedulable: bool('Whether no new pods come here.'), configSource: nodeConfigSource, externalID: str(),
    taints: { ...list(taint, 'Keep pods away that do not bear them.') },
  })),
  status: always(core('NodeStatus', 'State of the node.', {
    capacity: quantities(), allocatable: quantities(), phase: str(),
    conditions: listMap(['type'], core('NodeCondition', 'A condition of a node.', conditionFields({ lastHeartbeatTime: nullTime() }))),
    addresses: listMap(['type'], core('NodeAddress', 'An address of a node.', { 'type!': str(), 'address!': str() })),
    daemonEndpoints: always(core('NodeDaemonEndpoints', 'Ports of daemons on the node.', {
      kubeletEndpoint: always(core('DaemonEndpoint', 'A port.', { 'Port!': always(int32()) })),
    })),
    nodeInfo: always(nodeInfo),
    images: list(core('ContainerImage', 'An image on the node.', { names: strings(), sizeBytes: int64() })),
    volumesInUse: strings(), volumesAttached: list(core('AttachedVolume', 'An attached volume.', { 'devicePath!': str(), 'name!': str() })),
    config: core('NodeConfigStatus', 'State of the kubelet\'s configuration.', {
      active: nodeConfigSource, assigned: nodeConfigSource, error: str(), lastKnownGood: nodeConfigSource,
    }),
    runtimeHandlers: list(core('NodeRuntimeHandler', 'A handler of the container runtime.', {
      name: str(),
      features: core('NodeRuntimeHandlerFeatures', 'What it can do.', { recursiveReadOnlyMounts: bool(), userNamespaces: bool() }),
    })),
    features: core('NodeFeatures', 'What the node can do.', { supplementalGroupsPolicy: bool() }), declaredFeatures: strings(),
  })),
});

export const PersistentVolumeSpec = core('PersistentVolumeSpec', 'A volume and how it is used.', {
  capacity: quantities(), ...persistentSources, accessModes: list(accessMode),
  claimRef: { ...ObjectReference, 'x-kubernetes-map-type': 'granular' },
  persistentVolumeReclaimPolicy: or(oneOf('Delete', 'Recycle', 'Retain'), 'Retain'), storageClassName: str(), mountOptions: strings(),
  volumeMode: or(oneOf('Block', 'Filesystem'), 'Filesystem'), volumeAttributesClassName: str(),
  nodeAffinity: core('VolumeNodeAffinity', 'Nodes that reach the volume.', { required: NodeSelector }),
});
export const PersistentVolume = core('PersistentVolume', 'Storage of the cluster.', {
  ...typeMeta,
  spec: always(PersistentVolumeSpec),
  status: always(core('PersistentVolumeStatus', 'State of the volume.', { phase: or(str(), 'Pending'), message: str(), reason: str(), lastPhaseTransitionTime: time() })),
});

export const PersistentVolumeClaim = core('PersistentVolumeClaim', 'A request for storage.', {
  ...typeMeta,
  spec: always(PersistentVolumeClaimSpec),
  status: always(core('PersistentVolumeClaimStatus', 'State of the claim.', {
    phase: or(str(), 'Pending'), accessModes: list(accessMode), capacity: quantities(), allocatedResources: quantities(),
    allocatedResourceStatuses: { ...mapOf(str()), 'x-kubernetes-map-type': 'granular' }, currentVolumeAttributesClassName: str(),
    conditions: listMap(['type'], core('PersistentVolumeClaimCondition', 'A condition of a claim.', conditionFields({ lastProbeTime: nullTime() }))),
    modifyVolumeStatus: core('ModifyVolumeStatus', 'State of a change of class.', { 'status!': str(), targetVolumeAttributesClassName: str() }),
  })),
});

export const LimitRange = core('LimitRange', 'Limits for single objects of a namespace.', {
  ...typeMeta,
  spec: always(core('LimitRangeSpec', 'The limits.', {
    'limits!': always(list(core('LimitRangeItem', 'Limits for one type.', {
      default: quantities(), defaultRequest: quantities(), max: quantities(), maxLimitRequestRatio: quantities(), min: quantities(), 'type!': str(),
    }))),
  })),
});

export const ResourceQuota = core('ResourceQuota', 'Limits for a namespace as a whole.', {
  ...typeMeta,
  spec: always(core('ResourceQuotaSpec', 'The limits.', {
    hard: quantities(), scopes: strings(),
    scopeSelector: atomic(core('ScopeSelector', 'Which objects count.', {
      matchExpressions: list(core('ScopedResourceSelectorRequirement', 'A condition on a scope.', {
        'operator!': str(), 'scopeName!': str(), values: strings(),
      })),
    })),
  })),
  status: always(core('ResourceQuotaStatus', 'What is used.', { hard: quantities(), used: quantities() })),
});
