/** Field numbers of the other kinds of the core group. */
export const core: Readonly<Record<string, string>> = {
  'core.Binding': 'metadata:1:meta.ObjectMeta target:2:ObjectReference',
  'core.ClientIPConfig': 'timeoutSeconds?:1:i',
  'core.ConfigMap': 'metadata:1:meta.ObjectMeta data:2:%s binaryData:3:%b immutable?:4:t',
  'core.ConfigMapNodeConfigSource': 'namespace:1:s name:2:s uid:3:s resourceVersion:4:s kubeletConfigKey:5:s',
  'core.DaemonEndpoint': 'Port:1:i',
  'core.EndpointAddress': 'ip:1:s targetRef?:2:ObjectReference hostname:3:s nodeName?:4:s',
  'core.EndpointSubset': 'addresses:1:*EndpointAddress notReadyAddresses:2:*EndpointAddress ports:3:*EndpointPort',
  'core.Endpoints': 'metadata:1:meta.ObjectMeta subsets:2:*EndpointSubset',
  'core.Event':
    'metadata:1:meta.ObjectMeta involvedObject:2:ObjectReference reason:3:s message:4:s source:5:EventSource firstTimestamp:6:Time ' +
    'lastTimestamp:7:Time count:8:i type:9:s eventTime:10:MicroTime series?:11:EventSeries action:12:s related?:13:ObjectReference ' +
    'reportingComponent:14:s reportingInstance:15:s',
  'core.EventSeries': 'count:1:i lastObservedTime:2:MicroTime',
  'core.EventSource': 'component:1:s host:2:s',
  'core.HTTPHeader': 'name:1:s value:2:s',
  'core.HostIP': 'ip:1:s',
  'core.KeyToPath': 'key:1:s path:2:s mode?:3:i',
  'core.LimitRange': 'metadata:1:meta.ObjectMeta spec:2:LimitRangeSpec',
  'core.LimitRangeItem':
    'type:1:s max:2:%Quantity min:3:%Quantity default:4:%Quantity defaultRequest:5:%Quantity maxLimitRequestRatio:6:%Quantity',
  'core.LimitRangeSpec': 'limits:1:*LimitRangeItem',
  'core.LoadBalancerIngress': 'ip:1:s hostname:2:s ipMode?:3:s ports:4:*PortStatus',
  'core.LoadBalancerStatus': 'ingress:1:*LoadBalancerIngress',
  'core.LocalObjectReference': 'name:1:s',
  'core.Namespace': 'metadata:1:meta.ObjectMeta spec:2:NamespaceSpec status:3:NamespaceStatus',
  'core.NamespaceCondition': 'type:1:s status:2:s lastTransitionTime:4:Time reason:5:s message:6:s',
  'core.NamespaceSpec': 'finalizers:1:*s',
  'core.NamespaceStatus': 'phase:1:s conditions:2:*NamespaceCondition',
  'core.Node': 'metadata:1:meta.ObjectMeta spec:2:NodeSpec status:3:NodeStatus',
  'core.NodeAddress': 'type:1:s address:2:s',
  'core.NodeCondition': 'type:1:s status:2:s lastHeartbeatTime:3:Time lastTransitionTime:4:Time reason:5:s message:6:s',
  'core.NodeConfigSource': 'configMap?:2:ConfigMapNodeConfigSource',
  'core.NodeConfigStatus': 'assigned?:1:NodeConfigSource active?:2:NodeConfigSource lastKnownGood?:3:NodeConfigSource error:4:s',
  'core.NodeDaemonEndpoints': 'kubeletEndpoint:1:DaemonEndpoint',
  'core.NodeFeatures': 'supplementalGroupsPolicy?:1:t',
  'core.NodeSpec':
    'podCIDR:1:s externalID:2:s providerID:3:s unschedulable:4:t taints:5:*Taint configSource?:6:NodeConfigSource podCIDRs:7:*s',
  'core.NodeStatus':
    'capacity:1:%Quantity allocatable:2:%Quantity phase:3:s conditions:4:*NodeCondition addresses:5:*NodeAddress ' +
    'daemonEndpoints:6:NodeDaemonEndpoints nodeInfo:7:NodeSystemInfo images:8:*ContainerImage volumesInUse:9:*s ' +
    'volumesAttached:10:*AttachedVolume config?:11:NodeConfigStatus runtimeHandlers:12:*NodeRuntimeHandler features?:13:NodeFeatures ' +
    'declaredFeatures:14:*s',
  'core.NodeSwapStatus': 'capacity?:1:i',
  'core.NodeSystemInfo':
    'machineID:1:s systemUUID:2:s bootID:3:s kernelVersion:4:s osImage:5:s containerRuntimeVersion:6:s kubeletVersion:7:s ' +
    'kubeProxyVersion:8:s operatingSystem:9:s architecture:10:s swap?:11:NodeSwapStatus',
  'core.ObjectReference': 'kind:1:s namespace:2:s name:3:s uid:4:s apiVersion:5:s resourceVersion:6:s fieldPath:7:s',
  'core.PortStatus': 'port:1:i protocol:2:s error?:3:s',
  'core.Secret': 'metadata:1:meta.ObjectMeta data:2:%b type:3:s stringData:4:%s immutable?:5:t',
  'core.SecretReference': 'name:1:s namespace:2:s',
  'core.Service': 'metadata:1:meta.ObjectMeta spec:2:ServiceSpec status:3:ServiceStatus',
  'core.ServiceAccount':
    'metadata:1:meta.ObjectMeta secrets:2:*ObjectReference imagePullSecrets:3:*LocalObjectReference automountServiceAccountToken?:4:t',
  'core.ServiceSpec':
    'ports:1:*ServicePort selector:2:%s clusterIP:3:s type:4:s externalIPs:5:*s sessionAffinity:7:s loadBalancerIP:8:s ' +
    'loadBalancerSourceRanges:9:*s externalName:10:s externalTrafficPolicy:11:s healthCheckNodePort:12:i publishNotReadyAddresses:13:t ' +
    'sessionAffinityConfig?:14:SessionAffinityConfig ipFamilyPolicy?:17:s clusterIPs:18:*s ipFamilies:19:*s ' +
    'allocateLoadBalancerNodePorts?:20:t loadBalancerClass?:21:s internalTrafficPolicy?:22:s trafficDistribution?:23:s',
  'core.ServiceStatus': 'loadBalancer:1:LoadBalancerStatus conditions:2:*meta.Condition',
  'core.Taint': 'key:1:s value:2:s effect:3:s timeAdded?:4:Time',
  'core.TypedLocalObjectReference': 'apiGroup?:1:s kind:2:s name:3:s',
  'core.TypedObjectReference': 'apiGroup?:1:s kind:2:s name:3:s namespace?:4:s',
};
