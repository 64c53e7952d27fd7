import { ObjectFieldSelector, ResourceFieldSelector } from './volumes.js';
import { core } from './refs.js';
import { always, atomic, bool, int32, int64, intOrString, list, listMap, oneOf, or, quantities, set, str, strings } from './dsl.js';

const keyOf = (name: string, description: string) =>
  atomic(core(name, description, { 'key!': str(), name: or(str(), ''), optional: bool() }));

const EnvVar = core('EnvVar', 'An environment variable.', {
  'name!': str('Name of the variable.'),
  value: str('Value; may refer to earlier variables as $(NAME).'),
  valueFrom: core('EnvVarSource', 'Where a value comes from.', {
    configMapKeyRef: keyOf('ConfigMapKeySelector', 'A key of a ConfigMap.'),
    fieldRef: ObjectFieldSelector,
    fileKeyRef: atomic(core('FileKeySelector', 'A variable in a file of a volume.', {
      'key!': str(), optional: or(bool(), false), 'path!': str(), 'volumeName!': str(),
    })),
    resourceFieldRef: ResourceFieldSelector,
    secretKeyRef: keyOf('SecretKeySelector', 'A key of a Secret.'),
  }),
});

const whole = (name: string, description: string) => core(name, description, { name: or(str(), ''), optional: bool() });
const EnvFromSource = core('EnvFromSource', 'All keys of a map as variables.', {
  configMapRef: whole('ConfigMapEnvSource', 'A ConfigMap.'), prefix: str(), secretRef: whole('SecretEnvSource', 'A Secret.'),
});

const protocol = or(oneOf('SCTP', 'TCP', 'UDP'), 'TCP');
export { protocol };

const ContainerPort = core('ContainerPort', 'A port that the container listens on.', {
  'containerPort!': int32('Port in the pod.'), hostIP: str(), hostPort: int32('Port on the node.'), name: str(), protocol,
});

const exec = core('ExecAction', 'A command that is run in the container.', { command: strings() });
const httpGet = core('HTTPGetAction', 'An HTTP request.', {
  host: str(), path: or(str(), '/'), 'port!': intOrString(), scheme: or(oneOf('HTTP', 'HTTPS'), 'HTTP'),
  httpHeaders: list(core('HTTPHeader', 'A header of the request.', { 'name!': str(), 'value!': str() })),
});
const tcpSocket = core('TCPSocketAction', 'A TCP connection.', { host: str(), 'port!': intOrString() });

const Probe = core('Probe', 'A check that is repeated while the container runs.', {
  exec, httpGet, tcpSocket,
  grpc: core('GRPCAction', 'A call of the gRPC health service.', { 'port!': int32(), service: or(str(), '') }),
  initialDelaySeconds: int32('Seconds before the first check.'),
  timeoutSeconds: or(int32('Seconds until a check counts as failed.'), 1),
  periodSeconds: or(int32('Seconds between checks.'), 10),
  successThreshold: or(int32('Successes in a row that make it healthy.'), 1),
  failureThreshold: or(int32('Failures in a row that make it unhealthy.'), 3),
  terminationGracePeriodSeconds: int64(),
});

const handler = core('LifecycleHandler', 'What to do at a turn of the container\'s life.', {
  exec, httpGet, tcpSocket, sleep: core('SleepAction', 'A pause.', { 'seconds!': int64() }),
});

export const AppArmorProfile = core('AppArmorProfile', 'AppArmor profile.', { localhostProfile: str(), 'type!': str() });
export const SELinuxOptions = core('SELinuxOptions', 'SELinux context.', { level: str(), role: str(), type: str(), user: str() });
export const SeccompProfile = core('SeccompProfile', 'Seccomp profile.', {
  localhostProfile: str(), 'type!': oneOf('Localhost', 'RuntimeDefault', 'Unconfined'),
});
export const WindowsOptions = core('WindowsSecurityContextOptions', 'Security on Windows.', {
  gmsaCredentialSpec: str(), gmsaCredentialSpecName: str(), hostProcess: bool(), runAsUserName: str(),
});

const SecurityContext = core('SecurityContext', 'Privileges of a container.', {
  allowPrivilegeEscalation: bool(), appArmorProfile: AppArmorProfile, privileged: bool('Whether it has all privileges of the node.'),
  capabilities: core('Capabilities', 'Linux capabilities.', { add: strings(), drop: strings() }),
  procMount: str(), readOnlyRootFilesystem: bool(), runAsGroup: int64(), runAsNonRoot: bool(), runAsUser: int64(),
  seLinuxOptions: SELinuxOptions, seccompProfile: SeccompProfile, windowsOptions: WindowsOptions,
});

export const ResourceRequirements = core('ResourceRequirements', 'Compute resources.', {
  claims: listMap(['name'], core('ResourceClaim', 'A claim of the pod.', { 'name!': str(), request: str() }), undefined, ''),
  limits: quantities('The most that may be used.'),
  requests: quantities('What is set aside.'),
});

const VolumeMount = core('VolumeMount', 'Where a volume appears in the container.', {
  'mountPath!': str('Path in the container.'), 'name!': str('Name of the volume.'), mountPropagation: str(), readOnly: bool(),
  recursiveReadOnly: str(), subPath: str('Path within the volume.'), subPathExpr: str(),
});

const restartRule = core('ContainerRestartRule', 'When the container is started again.', {
  'action!': str(),
  exitCodes: core('ContainerRestartRuleOnExitCodes', 'Exit codes that the rule is for.', { 'operator!': str(), values: set(int32()) }),
});

const containerFields = {
  'name!': str('Name, unique in the pod.'),
  image: str('Image to run.'),
  command: strings('Entry point; the image\'s own when empty.'),
  args: strings('Arguments of the entry point.'),
  workingDir: str('Working directory.'),
  ports: listMap(['containerPort', 'protocol'], ContainerPort, 'Ports that the container listens on.'),
  env: listMap(['name'], EnvVar, 'Environment variables.'),
  envFrom: list(EnvFromSource, 'Maps whose keys become environment variables.'),
  resources: always(ResourceRequirements),
  resizePolicy: list(core('ContainerResizePolicy', 'What a resize of a resource does.', { 'resourceName!': str(), 'restartPolicy!': str() })),
  restartPolicy: str('Always makes an init container a sidecar.'),
  restartPolicyRules: list(restartRule),
  volumeMounts: listMap(['mountPath'], VolumeMount, 'Volumes to mount.'),
  volumeDevices: listMap(['devicePath'], core('VolumeDevice', 'A raw block device.', { 'devicePath!': str(), 'name!': str() })),
  livenessProbe: Probe,
  readinessProbe: Probe,
  startupProbe: Probe,
  lifecycle: core('Lifecycle', 'What to do after start and before stop.', { postStart: handler, preStop: handler, stopSignal: str() }),
  terminationMessagePath: or(str('File whose content becomes the termination message.'), '/dev/termination-log'),
  terminationMessagePolicy: or(oneOf('FallbackToLogsOnError', 'File'), 'File'),
  imagePullPolicy: oneOf('Always', 'IfNotPresent', 'Never'),
  securityContext: SecurityContext,
  stdin: bool(), stdinOnce: bool(), tty: bool(),
};

export const Container = core('Container', 'One program of a pod.', containerFields);
export const EphemeralContainer = core('EphemeralContainer', 'A container that was added to a running pod, to look into it.', {
  ...containerFields, targetContainerName: str(),
});
