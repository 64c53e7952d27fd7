/** Field numbers of networking, storage, leases and events. */
export const cluster: Readonly<Record<string, string>> = {
  'coordination.Lease': 'metadata:1:meta.ObjectMeta spec:2:LeaseSpec',
  'coordination.LeaseSpec':
    'holderIdentity?:1:s leaseDurationSeconds?:2:i acquireTime?:3:MicroTime renewTime?:4:MicroTime leaseTransitions?:5:i strategy?:6:s ' +
    'preferredHolder?:7:s',
  'discovery.Endpoint':
    'addresses:1:*s conditions:2:EndpointConditions hostname?:3:s targetRef?:4:core.ObjectReference deprecatedTopology:5:%s nodeName?:6:s ' +
    'zone?:7:s hints?:8:EndpointHints',
  'discovery.EndpointConditions': 'ready?:1:t serving?:2:t terminating?:3:t',
  'discovery.EndpointHints': 'forZones:1:*ForZone forNodes:2:*ForNode',
  'discovery.EndpointPort': 'name?:1:s protocol?:2:s port?:3:i appProtocol?:4:s',
  'discovery.EndpointSlice': 'metadata:1:meta.ObjectMeta endpoints:2:*Endpoint ports:3:*EndpointPort addressType:4:s',
  'discovery.ForNode': 'name:1:s',
  'discovery.ForZone': 'name:1:s',
  'events.Event':
    'metadata:1:meta.ObjectMeta eventTime:2:MicroTime series?:3:EventSeries reportingController:4:s reportingInstance:5:s action:6:s ' +
    'reason:7:s regarding:8:core.ObjectReference related?:9:core.ObjectReference note:10:s type:11:s deprecatedSource:12:core.EventSource ' +
    'deprecatedFirstTimestamp:13:Time deprecatedLastTimestamp:14:Time deprecatedCount:15:i',
  'events.EventSeries': 'count:1:i lastObservedTime:2:MicroTime',
  'networking.HTTPIngressPath': 'path:1:s backend:2:IngressBackend pathType?:3:s',
  'networking.HTTPIngressRuleValue': 'paths:1:*HTTPIngressPath',
  'networking.IPBlock': 'cidr:1:s except:2:*s',
  'networking.Ingress': 'metadata:1:meta.ObjectMeta spec:2:IngressSpec status:3:IngressStatus',
  'networking.IngressBackend': 'resource?:3:core.TypedLocalObjectReference service?:4:IngressServiceBackend',
  'networking.IngressClass': 'metadata:1:meta.ObjectMeta spec:2:IngressClassSpec',
  'networking.IngressClassParametersReference': 'apiGroup?:1:s kind:2:s name:3:s scope?:4:s namespace?:5:s',
  'networking.IngressClassSpec': 'controller:1:s parameters?:2:IngressClassParametersReference',
  'networking.IngressLoadBalancerIngress': 'ip:1:s hostname:2:s ports:4:*IngressPortStatus',
  'networking.IngressLoadBalancerStatus': 'ingress:1:*IngressLoadBalancerIngress',
  'networking.IngressPortStatus': 'port:1:i protocol:2:s error?:3:s',
  'networking.IngressRule': 'host:1:s ^:2:IngressRuleValue',
  'networking.IngressRuleValue': 'http?:1:HTTPIngressRuleValue',
  'networking.IngressServiceBackend': 'name:1:s port:2:ServiceBackendPort',
  'networking.IngressSpec': 'defaultBackend?:1:IngressBackend tls:2:*IngressTLS rules:3:*IngressRule ingressClassName?:4:s',
  'networking.IngressStatus': 'loadBalancer:1:IngressLoadBalancerStatus',
  'networking.IngressTLS': 'hosts:1:*s secretName:2:s',
  'networking.NetworkPolicy': 'metadata:1:meta.ObjectMeta spec:2:NetworkPolicySpec',
  'networking.NetworkPolicyEgressRule': 'ports:1:*NetworkPolicyPort to:2:*NetworkPolicyPeer',
  'networking.NetworkPolicyIngressRule': 'ports:1:*NetworkPolicyPort from:2:*NetworkPolicyPeer',
  'networking.NetworkPolicyPeer': 'podSelector?:1:meta.LabelSelector namespaceSelector?:2:meta.LabelSelector ipBlock?:3:IPBlock',
  'networking.NetworkPolicyPort': 'protocol?:1:s port?:2:IntOrString endPort?:3:i',
  'networking.NetworkPolicySpec':
    'podSelector:1:meta.LabelSelector ingress:2:*NetworkPolicyIngressRule egress:3:*NetworkPolicyEgressRule policyTypes:4:*s',
  'networking.ServiceBackendPort': 'name:1:s number:2:i',
  'scheduling.PriorityClass': 'metadata:1:meta.ObjectMeta value:2:i globalDefault:3:t description:4:s preemptionPolicy?:5:s',
  'storage.CSIDriver': 'metadata:1:meta.ObjectMeta spec:2:CSIDriverSpec',
  'storage.CSIDriverSpec':
    'attachRequired?:1:t podInfoOnMount?:2:t volumeLifecycleModes:3:*s storageCapacity?:4:t fsGroupPolicy?:5:s ' +
    'tokenRequests:6:*TokenRequest requiresRepublish?:7:t seLinuxMount?:8:t nodeAllocatableUpdatePeriodSeconds?:9:i ' +
    'serviceAccountTokenInSecrets?:10:t preventPodSchedulingIfMissing?:11:t',
  'storage.CSINode': 'metadata:1:meta.ObjectMeta spec:2:CSINodeSpec',
  'storage.CSINodeDriver': 'name:1:s nodeID:2:s topologyKeys:3:*s allocatable?:4:VolumeNodeResources',
  'storage.CSINodeSpec': 'drivers:1:*CSINodeDriver',
  'storage.StorageClass':
    'metadata:1:meta.ObjectMeta provisioner:2:s parameters:3:%s reclaimPolicy?:4:s mountOptions:5:*s allowVolumeExpansion?:6:t ' +
    'volumeBindingMode?:7:s allowedTopologies:8:*core.TopologySelectorTerm',
  'storage.TokenRequest': 'audience:1:s expirationSeconds?:2:i',
  'storage.VolumeAttachment': 'metadata:1:meta.ObjectMeta spec:2:VolumeAttachmentSpec status:3:VolumeAttachmentStatus',
  'storage.VolumeAttachmentSource': 'persistentVolumeName?:1:s ^:2:core.PersistentVolumeSpec',
  'storage.VolumeAttachmentSpec': 'attacher:1:s source:2:VolumeAttachmentSource nodeName:3:s',
  'storage.VolumeAttachmentStatus': 'attached:1:t attachmentMetadata:2:%s attachError?:3:VolumeError detachError?:4:VolumeError',
  'storage.VolumeError': 'time:1:Time message:2:s errorCode?:3:i',
  'storage.VolumeNodeResources': 'count?:1:i',
};
