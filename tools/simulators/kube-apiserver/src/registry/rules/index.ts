import { requiredValue } from '../../machinery/invalid.js';
import { defaultRules } from '../default-rules.js';
import type { Rules } from '../resource.js';
import { bindingRules, roleRules } from './access.js';
import { certificateRequestRules } from './certificate-request.js';
import { configMapRules, secretRules } from './config.js';
import { definitionRules } from './definition.js';
import { eventRules } from './event.js';
import { leaseRules } from './lease.js';
import { namespaceRules } from './namespace.js';
import { nodeRules } from './node.js';
import { podRules } from './pod.js';
import { serviceRules } from './service.js';
import { claimRules, volumeRules } from './storage.js';
import { daemonSetRules, deploymentRules, jobRules, replicatedRules } from './workload.js';

const counted: Rules = { ...defaultRules, generation: true };
const returned: Rules = { ...defaultRules, returnsDeleted: true };
const upserted: Rules = { ...defaultRules, createOnUpdate: true };

/** By collection. What is not named here has nothing of its own. */
const RULES: Readonly<Record<string, Rules>> = {
  namespaces: namespaceRules,
  nodes: nodeRules,
  pods: podRules,
  services: serviceRules,
  configmaps: configMapRules,
  secrets: secretRules,
  serviceaccounts: returned,
  resourcequotas: returned,
  limitranges: upserted,
  endpoints: upserted,
  events: eventRules,
  'events.events.k8s.io': eventRules,
  persistentvolumes: volumeRules,
  persistentvolumeclaims: claimRules,
  'deployments.apps': deploymentRules,
  'controllerrevisions.apps': { ...defaultRules, validate: ({ data }) => (data === undefined ? [requiredValue('data', 'data is mandatory')] : []) },
  'replicasets.apps': replicatedRules,
  'statefulsets.apps': replicatedRules,
  'daemonsets.apps': daemonSetRules,
  'jobs.batch': jobRules,
  'cronjobs.batch': { ...counted, nameRule: (name) => (name.length > 52 ? 'must be no more than 52 characters' : defaultRules.nameRule(name)) },
  'leases.coordination.k8s.io': leaseRules,
  'poddisruptionbudgets.policy': counted,
  'networkpolicies.networking.k8s.io': counted,
  'ingresses.networking.k8s.io': counted,
  'ingressclasses.networking.k8s.io': counted,
  'priorityclasses.scheduling.k8s.io': counted,
  'endpointslices.discovery.k8s.io': counted,
  'validatingwebhookconfigurations.admissionregistration.k8s.io': counted,
  'mutatingwebhookconfigurations.admissionregistration.k8s.io': counted,
  'storageclasses.storage.k8s.io': returned,
  'csidrivers.storage.k8s.io': returned,
  'csinodes.storage.k8s.io': returned,
  'volumeattachments.storage.k8s.io': returned,
  'clusterroles.rbac.authorization.k8s.io': roleRules,
  'clusterrolebindings.rbac.authorization.k8s.io': bindingRules,
  'roles.rbac.authorization.k8s.io': roleRules,
  'rolebindings.rbac.authorization.k8s.io': bindingRules,
  'customresourcedefinitions.apiextensions.k8s.io': definitionRules,
  'certificatesigningrequests.certificates.k8s.io': certificateRequestRules,
};

export const rulesFor = (collection: string): Rules => RULES[collection] ?? defaultRules;
