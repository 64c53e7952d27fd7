/** Field numbers of pods and their parts. */
export const pods: Readonly<Record<string, string>> = {
  'core.Affinity': 'nodeAffinity?:1:NodeAffinity podAffinity?:2:PodAffinity podAntiAffinity?:3:PodAntiAffinity',
  'core.AppArmorProfile': 'type:1:s localhostProfile?:2:s',
  'core.Capabilities': 'add:1:*s drop:2:*s',
  'core.ConfigMapKeySelector': '^:1:LocalObjectReference key:2:s optional?:3:t',
  'core.Container':
    'name:1:s image:2:s command:3:*s args:4:*s workingDir:5:s ports:6:*ContainerPort env:7:*EnvVar resources:8:ResourceRequirements ' +
    'volumeMounts:9:*VolumeMount livenessProbe?:10:Probe readinessProbe?:11:Probe lifecycle?:12:Lifecycle terminationMessagePath:13:s ' +
    'imagePullPolicy:14:s securityContext?:15:SecurityContext stdin:16:t stdinOnce:17:t tty:18:t envFrom:19:*EnvFromSource ' +
    'terminationMessagePolicy:20:s volumeDevices:21:*VolumeDevice startupProbe?:22:Probe resizePolicy:23:*ContainerResizePolicy ' +
    'restartPolicy?:24:s restartPolicyRules:25:*ContainerRestartRule',
  'core.ContainerExtendedResourceRequest': 'containerName:1:s resourceName:2:s requestName:3:s',
  'core.ContainerImage': 'names:1:*s sizeBytes:2:i',
  'core.ContainerPort': 'name:1:s hostPort:2:i containerPort:3:i protocol:4:s hostIP:5:s',
  'core.ContainerResizePolicy': 'resourceName:1:s restartPolicy:2:s',
  'core.ContainerRestartRule': 'action:1:s exitCodes?:2:ContainerRestartRuleOnExitCodes',
  'core.ContainerRestartRuleOnExitCodes': 'operator:1:s values:2:*i',
  'core.ContainerState': 'waiting?:1:ContainerStateWaiting running?:2:ContainerStateRunning terminated?:3:ContainerStateTerminated',
  'core.ContainerStateRunning': 'startedAt:1:Time',
  'core.ContainerStateTerminated': 'exitCode:1:i signal:2:i reason:3:s message:4:s startedAt:5:Time finishedAt:6:Time containerID:7:s',
  'core.ContainerStateWaiting': 'reason:1:s message:2:s',
  'core.ContainerStatus':
    'name:1:s state:2:ContainerState lastState:3:ContainerState ready:4:t restartCount:5:i image:6:s imageID:7:s containerID:8:s ' +
    'started?:9:t allocatedResources:10:%Quantity resources?:11:ResourceRequirements volumeMounts:12:*VolumeMountStatus ' +
    'user?:13:ContainerUser allocatedResourcesStatus:14:*ResourceStatus stopSignal?:15:s',
  'core.ContainerUser': 'linux?:1:LinuxContainerUser',
  'core.EndpointPort': 'name:1:s port:2:i protocol:3:s appProtocol?:4:s',
  'core.EnvFromSource': 'prefix:1:s configMapRef?:2:ConfigMapEnvSource secretRef?:3:SecretEnvSource',
  'core.EnvVar': 'name:1:s value:2:s valueFrom?:3:EnvVarSource',
  'core.EnvVarSource':
    'fieldRef?:1:ObjectFieldSelector resourceFieldRef?:2:ResourceFieldSelector configMapKeyRef?:3:ConfigMapKeySelector ' +
    'secretKeyRef?:4:SecretKeySelector fileKeyRef?:5:FileKeySelector',
  'core.EphemeralContainer': '^:1:EphemeralContainerCommon targetContainerName:2:s',
  'core.EphemeralContainerCommon':
    'name:1:s image:2:s command:3:*s args:4:*s workingDir:5:s ports:6:*ContainerPort env:7:*EnvVar resources:8:ResourceRequirements ' +
    'volumeMounts:9:*VolumeMount livenessProbe?:10:Probe readinessProbe?:11:Probe lifecycle?:12:Lifecycle terminationMessagePath:13:s ' +
    'imagePullPolicy:14:s securityContext?:15:SecurityContext stdin:16:t stdinOnce:17:t tty:18:t envFrom:19:*EnvFromSource ' +
    'terminationMessagePolicy:20:s volumeDevices:21:*VolumeDevice startupProbe?:22:Probe resizePolicy:23:*ContainerResizePolicy ' +
    'restartPolicy?:24:s restartPolicyRules:25:*ContainerRestartRule',
  'core.ExecAction': 'command:1:*s',
  'core.FileKeySelector': 'volumeName:1:s path:2:s key:3:s optional?:4:t',
  'core.GRPCAction': 'port:1:i service?:2:s',
  'core.HTTPGetAction': 'path:1:s port:2:IntOrString host:3:s scheme:4:s httpHeaders:5:*HTTPHeader',
  'core.HostAlias': 'ip:1:s hostnames:2:*s',
  'core.Lifecycle': 'postStart?:1:LifecycleHandler preStop?:2:LifecycleHandler stopSignal?:3:s',
  'core.LifecycleHandler': 'exec?:1:ExecAction httpGet?:2:HTTPGetAction tcpSocket?:3:TCPSocketAction sleep?:4:SleepAction',
  'core.LinuxContainerUser': 'uid:1:i gid:2:i supplementalGroups:3:*i',
  'core.NodeAffinity':
    'requiredDuringSchedulingIgnoredDuringExecution?:1:NodeSelector ' +
    'preferredDuringSchedulingIgnoredDuringExecution:2:*PreferredSchedulingTerm',
  'core.NodeAllocatableResourceClaimStatus': 'resourceClaimName:1:s containers:2:*s resources:3:%Quantity',
  'core.NodeRuntimeHandler': 'name:1:s features?:2:NodeRuntimeHandlerFeatures',
  'core.NodeRuntimeHandlerFeatures': 'recursiveReadOnlyMounts?:1:t userNamespaces?:2:t',
  'core.NodeSelector': 'nodeSelectorTerms:1:*NodeSelectorTerm',
  'core.NodeSelectorRequirement': 'key:1:s operator:2:s values:3:*s',
  'core.NodeSelectorTerm': 'matchExpressions:1:*NodeSelectorRequirement matchFields:2:*NodeSelectorRequirement',
  'core.ObjectFieldSelector': 'apiVersion:1:s fieldPath:2:s',
  'core.Pod': 'metadata:1:meta.ObjectMeta spec:2:PodSpec status:3:PodStatus',
  'core.PodAffinity':
    'requiredDuringSchedulingIgnoredDuringExecution:1:*PodAffinityTerm ' +
    'preferredDuringSchedulingIgnoredDuringExecution:2:*WeightedPodAffinityTerm',
  'core.PodAffinityTerm':
    'labelSelector?:1:meta.LabelSelector namespaces:2:*s topologyKey:3:s namespaceSelector?:4:meta.LabelSelector matchLabelKeys:5:*s ' +
    'mismatchLabelKeys:6:*s',
  'core.PodAntiAffinity':
    'requiredDuringSchedulingIgnoredDuringExecution:1:*PodAffinityTerm ' +
    'preferredDuringSchedulingIgnoredDuringExecution:2:*WeightedPodAffinityTerm',
  'core.PodCondition': 'type:1:s status:2:s lastProbeTime:3:Time lastTransitionTime:4:Time reason:5:s message:6:s observedGeneration:7:i',
  'core.PodDNSConfig': 'nameservers:1:*s searches:2:*s options:3:*PodDNSConfigOption',
  'core.PodDNSConfigOption': 'name:1:s value?:2:s',
  'core.PodExtendedResourceClaimStatus': 'requestMappings:1:*ContainerExtendedResourceRequest resourceClaimName:2:s',
  'core.PodIP': 'ip:1:s',
  'core.PodOS': 'name:1:s',
  'core.PodReadinessGate': 'conditionType:1:s',
  'core.PodResourceClaim': 'name:1:s resourceClaimName?:3:s resourceClaimTemplateName?:4:s',
  'core.PodResourceClaimStatus': 'name:1:s resourceClaimName?:2:s',
  'core.PodSchedulingGate': 'name:1:s',
  'core.PodSchedulingGroup': 'podGroupName?:1:s',
  'core.PodSecurityContext':
    'seLinuxOptions?:1:SELinuxOptions runAsUser?:2:i runAsNonRoot?:3:t supplementalGroups:4:*i fsGroup?:5:i runAsGroup?:6:i ' +
    'sysctls:7:*Sysctl windowsOptions?:8:WindowsSecurityContextOptions fsGroupChangePolicy?:9:s seccompProfile?:10:SeccompProfile ' +
    'appArmorProfile?:11:AppArmorProfile supplementalGroupsPolicy?:12:s seLinuxChangePolicy?:13:s',
  'core.PodSpec':
    'volumes:1:*Volume containers:2:*Container restartPolicy:3:s terminationGracePeriodSeconds?:4:i activeDeadlineSeconds?:5:i ' +
    'dnsPolicy:6:s nodeSelector:7:%s serviceAccountName:8:s serviceAccount:9:s nodeName:10:s hostNetwork:11:t hostPID:12:t hostIPC:13:t ' +
    'securityContext?:14:PodSecurityContext imagePullSecrets:15:*LocalObjectReference hostname:16:s subdomain:17:s affinity?:18:Affinity ' +
    'schedulerName:19:s initContainers:20:*Container automountServiceAccountToken?:21:t tolerations:22:*Toleration ' +
    'hostAliases:23:*HostAlias priorityClassName:24:s priority?:25:i dnsConfig?:26:PodDNSConfig shareProcessNamespace?:27:t ' +
    'readinessGates:28:*PodReadinessGate runtimeClassName?:29:s enableServiceLinks?:30:t preemptionPolicy?:31:s overhead:32:%Quantity ' +
    'topologySpreadConstraints:33:*TopologySpreadConstraint ephemeralContainers:34:*EphemeralContainer setHostnameAsFQDN?:35:t ' +
    'os?:36:PodOS hostUsers?:37:t schedulingGates:38:*PodSchedulingGate resourceClaims:39:*PodResourceClaim ' +
    'resources?:40:ResourceRequirements hostnameOverride?:41:s schedulingGroup?:43:PodSchedulingGroup',
  'core.PodStatus':
    'phase:1:s conditions:2:*PodCondition message:3:s reason:4:s hostIP:5:s podIP:6:s startTime?:7:Time ' +
    'containerStatuses:8:*ContainerStatus qosClass:9:s initContainerStatuses:10:*ContainerStatus nominatedNodeName:11:s podIPs:12:*PodIP ' +
    'ephemeralContainerStatuses:13:*ContainerStatus resize:14:s resourceClaimStatuses:15:*PodResourceClaimStatus hostIPs:16:*HostIP ' +
    'observedGeneration:17:i extendedResourceClaimStatus?:18:PodExtendedResourceClaimStatus allocatedResources:19:%Quantity ' +
    'resources?:20:ResourceRequirements nodeAllocatableResourceClaimStatuses:21:*NodeAllocatableResourceClaimStatus',
  'core.PodTemplateSpec': 'metadata:1:meta.ObjectMeta spec:2:PodSpec',
  'core.PreferredSchedulingTerm': 'weight:1:i preference:2:NodeSelectorTerm',
  'core.Probe':
    '^:1:ProbeHandler initialDelaySeconds:2:i timeoutSeconds:3:i periodSeconds:4:i successThreshold:5:i failureThreshold:6:i ' +
    'terminationGracePeriodSeconds?:7:i',
  'core.ProbeHandler': 'exec?:1:ExecAction httpGet?:2:HTTPGetAction tcpSocket?:3:TCPSocketAction grpc?:4:GRPCAction',
  'core.ResourceClaim': 'name:1:s request:2:s',
  'core.ResourceFieldSelector': 'containerName:1:s resource:2:s divisor:3:Quantity',
  'core.ResourceHealth': 'resourceID:1:s health:2:s message?:6:s',
  'core.ResourceQuota': 'metadata:1:meta.ObjectMeta spec:2:ResourceQuotaSpec status:3:ResourceQuotaStatus',
  'core.ResourceQuotaSpec': 'hard:1:%Quantity scopes:2:*s scopeSelector?:3:ScopeSelector',
  'core.ResourceQuotaStatus': 'hard:1:%Quantity used:2:%Quantity',
  'core.ResourceRequirements': 'limits:1:%Quantity requests:2:%Quantity claims:3:*ResourceClaim',
  'core.ResourceStatus': 'name:1:s resources:2:*ResourceHealth',
  'core.SELinuxOptions': 'user:1:s role:2:s type:3:s level:4:s',
  'core.ScopeSelector': 'matchExpressions:1:*ScopedResourceSelectorRequirement',
  'core.ScopedResourceSelectorRequirement': 'scopeName:1:s operator:2:s values:3:*s',
  'core.SeccompProfile': 'type:1:s localhostProfile?:2:s',
  'core.SecretKeySelector': '^:1:LocalObjectReference key:2:s optional?:3:t',
  'core.SecurityContext':
    'capabilities?:1:Capabilities privileged?:2:t seLinuxOptions?:3:SELinuxOptions runAsUser?:4:i runAsNonRoot?:5:t ' +
    'readOnlyRootFilesystem?:6:t allowPrivilegeEscalation?:7:t runAsGroup?:8:i procMount?:9:s ' +
    'windowsOptions?:10:WindowsSecurityContextOptions seccompProfile?:11:SeccompProfile appArmorProfile?:12:AppArmorProfile',
  'core.ServicePort': 'name:1:s protocol:2:s port:3:i targetPort:4:IntOrString nodePort:5:i appProtocol?:6:s',
  'core.SessionAffinityConfig': 'clientIP?:1:ClientIPConfig',
  'core.SleepAction': 'seconds:1:i',
  'core.Sysctl': 'name:1:s value:2:s',
  'core.TCPSocketAction': 'port:1:IntOrString host:2:s',
  'core.Toleration': 'key:1:s operator:2:s value:3:s effect:4:s tolerationSeconds?:5:i',
  'core.TopologySelectorLabelRequirement': 'key:1:s values:2:*s',
  'core.TopologySelectorTerm': 'matchLabelExpressions:1:*TopologySelectorLabelRequirement',
  'core.TopologySpreadConstraint':
    'maxSkew:1:i topologyKey:2:s whenUnsatisfiable:3:s labelSelector?:4:meta.LabelSelector minDomains?:5:i nodeAffinityPolicy?:6:s ' +
    'nodeTaintsPolicy?:7:s matchLabelKeys:8:*s',
  'core.WeightedPodAffinityTerm': 'weight:1:i podAffinityTerm:2:PodAffinityTerm',
  'core.WindowsSecurityContextOptions': 'gmsaCredentialSpecName?:1:s gmsaCredentialSpec?:2:s runAsUserName?:3:s hostProcess?:4:t',
};
