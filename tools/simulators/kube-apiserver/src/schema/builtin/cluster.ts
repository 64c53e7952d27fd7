import { LabelSelector, conditionFields, typeMeta } from './meta.js';
import { ObjectReference, TypedLocalObjectReference, core } from './refs.js';
import { PersistentVolumeSpec } from './core.js';
import { always, anything, atomic, bool, bytes, int32, int64, intOrString, list, listMap, mapOf, modelsOf, oneOf, or, set, str, strings, time } from './dsl.js';
import { protocol } from './container.js';
import type { Schema } from '../types.js';

const storage = modelsOf('io.k8s.api.storage.v1');
export const StorageClass = storage('StorageClass', 'How volumes are provisioned.', {
  ...typeMeta, 'provisioner!': str('Driver that makes the volumes.'), parameters: mapOf(str(), 'Settings of the driver.'),
  reclaimPolicy: or(oneOf('Delete', 'Recycle', 'Retain'), 'Delete'), mountOptions: strings(), allowVolumeExpansion: bool(),
  volumeBindingMode: or(oneOf('Immediate', 'WaitForFirstConsumer'), 'Immediate'),
  allowedTopologies: list(atomic(core('TopologySelectorTerm', 'Where volumes may be.', {
    matchLabelExpressions: list(core('TopologySelectorLabelRequirement', 'Values of one label.', { 'key!': str(), 'values!': strings() })),
  }))),
});
export const CSIDriver = storage('CSIDriver', 'A storage driver of the cluster.', {
  ...typeMeta,
  'spec!': always(storage('CSIDriverSpec', 'What the driver needs and can do.', {
    attachRequired: or(bool(), true), podInfoOnMount: or(bool(), false), volumeLifecycleModes: or(set(str()), ['Persistent']),
    storageCapacity: or(bool(), false), fsGroupPolicy: or(str(), 'ReadWriteOnceWithFSType'), requiresRepublish: or(bool(), false),
    seLinuxMount: or(bool(), false), nodeAllocatableUpdatePeriodSeconds: int64(), preventPodSchedulingIfMissing: bool(),
    serviceAccountTokenInSecrets: bool(),
    tokenRequests: list(storage('TokenRequest', 'A token that the driver gets.', { 'audience!': str(), expirationSeconds: int64() })),
  })),
});
export const CSINode = storage('CSINode', 'Storage drivers of a node.', {
  ...typeMeta,
  'spec!': always(storage('CSINodeSpec', 'The drivers.', {
    'drivers!': always(listMap(['name'], storage('CSINodeDriver', 'A driver on the node.', {
      'name!': str(), 'nodeID!': str(), topologyKeys: strings(), allocatable: storage('VolumeNodeResources', 'How many volumes fit.', { count: int32() }),
    }))),
  })),
});
const volumeError = storage('VolumeError', 'What went wrong.', { time: time(), message: str(), errorCode: int32() });
export const VolumeAttachment = storage('VolumeAttachment', 'A volume that is to be attached to a node.', {
  ...typeMeta,
  'spec!': always(storage('VolumeAttachmentSpec', 'Which volume, which node.', {
    'attacher!': str(), 'nodeName!': str(),
    'source!': always(storage('VolumeAttachmentSource', 'The volume.', { persistentVolumeName: str(), inlineVolumeSpec: PersistentVolumeSpec })),
  })),
  status: always(storage('VolumeAttachmentStatus', 'How far it is.', {
    'attached!': or(bool(), false), attachmentMetadata: mapOf(str()), attachError: volumeError, detachError: volumeError,
  })),
});

const networking = modelsOf('io.k8s.api.networking.v1');
const policyPort = list(networking('NetworkPolicyPort', 'Ports that are open.', { protocol, port: intOrString(), endPort: int32() }));
const peers = list(networking('NetworkPolicyPeer', 'Somebody to talk to.', {
  podSelector: LabelSelector, namespaceSelector: LabelSelector,
  ipBlock: networking('IPBlock', 'A range of addresses.', { 'cidr!': str(), except: strings() }),
}));
export const NetworkPolicy = networking('NetworkPolicy', 'Who may talk to pods.', {
  ...typeMeta,
  spec: always(networking('NetworkPolicySpec', 'The rules.', {
    podSelector: always(LabelSelector), policyTypes: strings(),
    ingress: list(networking('NetworkPolicyIngressRule', 'Traffic to the pods.', { ports: policyPort, from: peers })),
    egress: list(networking('NetworkPolicyEgressRule', 'Traffic from the pods.', { ports: policyPort, to: peers })),
  })),
});

const backend = networking('IngressBackend', 'Where requests go.', {
  resource: TypedLocalObjectReference,
  service: networking('IngressServiceBackend', 'A service.', {
    'name!': str(), port: always(atomic(networking('ServiceBackendPort', 'A port by name or number.', { name: str(), number: int32() }))),
  }),
});
const ingressPort = networking('IngressPortStatus', 'A port of the load balancer.', { error: str(), 'port!': int32(), 'protocol!': str() });
export const Ingress = networking('Ingress', 'Routes HTTP requests to services.', {
  ...typeMeta,
  spec: always(networking('IngressSpec', 'The routes.', {
    ingressClassName: str(), defaultBackend: backend,
    tls: list(networking('IngressTLS', 'A certificate for hosts.', { hosts: strings(), secretName: str() })),
    rules: list(networking('IngressRule', 'Routes of a host.', {
      host: str(),
      http: networking('HTTPIngressRuleValue', 'Routes by path.', {
        'paths!': list(networking('HTTPIngressPath', 'A route.', {
          path: str(), 'pathType!': oneOf('Exact', 'ImplementationSpecific', 'Prefix'), 'backend!': always(backend),
        })),
      }),
    })),
  })),
  status: always(networking('IngressStatus', 'Where it is reached.', {
    loadBalancer: always(networking('IngressLoadBalancerStatus', 'Its load balancer.', {
      ingress: list(networking('IngressLoadBalancerIngress', 'A point of entry.', { hostname: str(), ip: str(), ports: list(ingressPort) })),
    })),
  })),
});
export const IngressClass = networking('IngressClass', 'Who serves ingresses.', {
  ...typeMeta,
  spec: always(networking('IngressClassSpec', 'The controller.', {
    controller: str(),
    parameters: networking('IngressClassParametersReference', 'Its settings.', {
      apiGroup: str(), 'kind!': str(), 'name!': str(), namespace: str(), scope: or(str(), 'Cluster'),
    }),
  })),
});

export const PriorityClass = modelsOf('io.k8s.api.scheduling.v1')('PriorityClass', 'A priority by name.', {
  ...typeMeta, 'value!': int32('The priority; higher is more important.'), globalDefault: bool(), description: str(),
  preemptionPolicy: or(oneOf('Never', 'PreemptLowerPriority'), 'PreemptLowerPriority'),
});

const discovery = modelsOf('io.k8s.api.discovery.v1');
export const EndpointSlice = discovery('EndpointSlice', 'A part of the endpoints of a service.', {
  ...typeMeta,
  'addressType!': oneOf('FQDN', 'IPv4', 'IPv6'),
  endpoints: always(list(discovery('Endpoint', 'One endpoint.', {
    'addresses!': set(str()), conditions: always(discovery('EndpointConditions', 'Its state.', { ready: bool(), serving: bool(), terminating: bool() })),
    hostname: str(), targetRef: ObjectReference, deprecatedTopology: mapOf(str()), nodeName: str(), zone: str(),
    hints: discovery('EndpointHints', 'Who should use it.', {
      forZones: list(discovery('ForZone', 'A zone.', { 'name!': str() })), forNodes: list(discovery('ForNode', 'A node.', { 'name!': str() })),
    }),
  }))),
  ports: always(list(atomic(discovery('EndpointPort', 'A port of the endpoints.', { name: or(str(), ''), protocol, port: int32(), appProtocol: str() })))),
});

const admission = modelsOf('io.k8s.api.admissionregistration.v1');
const clientConfig = admission('WebhookClientConfig', 'How the webhook is reached.', {
  url: str(), caBundle: bytes(),
  service: admission('ServiceReference', 'A service.', { 'namespace!': str(), 'name!': str(), path: str(), port: or(int32(), 443) }),
});
const webhook = (name: string, extra: Record<string, Schema> = {}) => listMap(['name'], admission(name, 'A webhook.', {
  'name!': str(), 'clientConfig!': always(clientConfig),
  rules: list(admission('RuleWithOperations', 'What it is asked about.', {
    operations: strings(), apiGroups: strings(), apiVersions: strings(), resources: strings(), scope: or(str(), '*'),
  })),
  failurePolicy: or(oneOf('Fail', 'Ignore'), 'Fail'), matchPolicy: or(oneOf('Equivalent', 'Exact'), 'Equivalent'),
  namespaceSelector: or(LabelSelector, {}), objectSelector: or(LabelSelector, {}), 'sideEffects!': str(), timeoutSeconds: or(int32(), 10),
  'admissionReviewVersions!': strings(),
  matchConditions: listMap(['name'], admission('MatchCondition', 'A CEL condition.', { 'name!': str(), 'expression!': str() })), ...extra,
}));
export const MutatingWebhookConfiguration = admission('MutatingWebhookConfiguration', 'Webhooks that change objects on their way in.', {
  ...typeMeta, webhooks: webhook('MutatingWebhook', { reinvocationPolicy: or(oneOf('IfNeeded', 'Never'), 'Never') }),
});
export const ValidatingWebhookConfiguration = admission('ValidatingWebhookConfiguration', 'Webhooks that judge objects on their way in.', {
  ...typeMeta, webhooks: webhook('ValidatingWebhook'),
});

const registration = modelsOf('io.k8s.kube-aggregator.pkg.apis.apiregistration.v1');
export const APIService = registration('APIService', 'A group and version that some server answers for.', {
  ...typeMeta,
  spec: always(registration('APIServiceSpec', 'Where it is served.', {
    service: registration('ServiceReference', 'A service; absent for a group of this server.', { namespace: str(), name: str(), port: or(int32(), 443) }),
    group: str(), version: str(), insecureSkipTLSVerify: bool(), caBundle: bytes(), 'groupPriorityMinimum!': int32(), 'versionPriority!': int32(),
  })),
  status: always(registration('APIServiceStatus', 'Whether it is served.', {
    conditions: listMap(['type'], registration('APIServiceCondition', 'A condition.', conditionFields())),
  })),
});

const extensions = modelsOf('io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1');
const names = extensions('CustomResourceDefinitionNames', 'Names of the kind.', {
  'plural!': str(), singular: str(), shortNames: strings(), 'kind!': str(), listKind: str(), categories: strings(),
});
const crdVersion = extensions('CustomResourceDefinitionVersion', 'A version of the kind.', {
  'name!': str(), 'served!': bool('Whether it can be used.'), 'storage!': bool('Whether objects are stored in it.'), deprecated: bool(),
  deprecationWarning: str(),
  schema: extensions('CustomResourceValidation', 'The schema of its objects.', {
    openAPIV3Schema: { ...anything('OpenAPI v3 schema.'), 'x-model': 'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaProps' },
  }),
  subresources: extensions('CustomResourceSubresources', 'Subresources of its objects.', {
    status: { ...anything(), 'x-model': 'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceSubresourceStatus' },
    scale: extensions('CustomResourceSubresourceScale', 'Where the replica counts are.', {
      'specReplicasPath!': str(), 'statusReplicasPath!': str(), labelSelectorPath: str(),
    }),
  }),
  additionalPrinterColumns: list(extensions('CustomResourceColumnDefinition', 'A column of kubectl get.', {
    'name!': str(), 'type!': str(), format: str(), description: str(), priority: int32(), 'jsonPath!': str(),
  })),
  selectableFields: list(extensions('SelectableField', 'A field to select by.', { 'jsonPath!': str() })),
});
const conversion = extensions('CustomResourceConversion', 'How versions become one another.', {
  'strategy!': str('None or Webhook.'),
  webhook: extensions('WebhookConversion', 'The webhook that converts.', {
    'conversionReviewVersions!': strings(),
    clientConfig: extensions('WebhookClientConfig', 'How it is reached.', {
      url: str(), caBundle: bytes(),
      service: extensions('ServiceReference', 'A service.', { 'namespace!': str(), 'name!': str(), path: str(), port: or(int32(), 443) }),
    }),
  }),
});
export const CustomResourceDefinition = extensions('CustomResourceDefinition', 'A kind that users add.', {
  ...typeMeta,
  'spec!': always(extensions('CustomResourceDefinitionSpec', 'Names, scope and versions.', {
    'group!': str(), 'names!': always(names), 'scope!': oneOf('Cluster', 'Namespaced'), 'versions!': always(list(crdVersion)),
    conversion: or(conversion, { strategy: 'None' }), preserveUnknownFields: bool(),
  })),
  status: extensions('CustomResourceDefinitionStatus', 'Whether the kind is served.', {
    conditions: always(listMap(['type'], extensions('CustomResourceDefinitionCondition', 'A condition.', conditionFields({ observedGeneration: int64() })), undefined, '')),
    acceptedNames: always(names), storedVersions: always(strings()), observedGeneration: int64(),
  }),
});

const autoscaling = modelsOf('io.k8s.api.autoscaling.v1');
/** The `scale` subresource of every kind that has one. */
export const Scale = autoscaling('Scale', 'How many replicas are wanted, and how many there are.', {
  ...typeMeta,
  spec: always(autoscaling('ScaleSpec', 'Replicas wanted.', { replicas: int32() })),
  status: always(autoscaling('ScaleStatus', 'Replicas there.', { 'replicas!': int32(), selector: str() })),
});

