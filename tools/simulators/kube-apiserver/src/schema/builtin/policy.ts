import { Condition, DeleteOptions, FieldSelectorRequirement, LabelSelector, LabelSelectorRequirement, conditionFields, typeMeta } from './meta.js';
import { always, atomic, bool, bytes, int32, int64, intOrString, list, listMap, mapOf, microTime, modelsOf, nullTime, oneOf, or, str, strings, time } from './dsl.js';
import { EventSource } from './core.js';
import { ObjectReference } from './refs.js';

const rbac = modelsOf('io.k8s.api.rbac.v1');
// Roles without rules are shown with `null`, as real servers do.
const rules = { ...always(list(rbac('PolicyRule', 'What may be done to what.', {
  verbs: strings('Verbs; * for all.'), apiGroups: strings('Groups; the empty one is core.'), resources: strings(), resourceNames: strings(),
  nonResourceURLs: strings(),
}), 'What the role allows.')), nullable: true };
const subjects = list(atomic(rbac('Subject', 'A user, group or service account.', {
  apiGroup: str(), 'kind!': str(), 'name!': str(), namespace: str(),
})), 'Who gets the role.');
const roleRef = always(atomic(rbac('RoleRef', 'The role that is given; cannot change.', { apiGroup: str(), 'kind!': str(), 'name!': str() })));

export const Role = rbac('Role', 'Permissions in a namespace.', { ...typeMeta, rules });
export const ClusterRole = rbac('ClusterRole', 'Permissions in the whole cluster, or in whichever namespace it is bound.', {
  ...typeMeta, rules,
  aggregationRule: rbac('AggregationRule', 'Roles whose rules this one gathers.', { clusterRoleSelectors: list(LabelSelector) }),
});
export const RoleBinding = rbac('RoleBinding', 'Gives a role in a namespace.', { ...typeMeta, subjects, 'roleRef!': roleRef });
export const ClusterRoleBinding = rbac('ClusterRoleBinding', 'Gives a role in the whole cluster.', { ...typeMeta, subjects, 'roleRef!': roleRef });

const coordination = modelsOf('io.k8s.api.coordination.v1');
export const Lease = coordination('Lease', 'Who leads, and until when.', {
  ...typeMeta,
  spec: always(coordination('LeaseSpec', 'The current term.', {
    holderIdentity: str('Who holds it.'), leaseDurationSeconds: int32(), acquireTime: microTime(), renewTime: microTime(), leaseTransitions: int32(),
    strategy: str(), preferredHolder: str(),
  })),
});

const events = modelsOf('io.k8s.api.events.v1');
export const EventV1 = events('Event', 'Something that happened to an object.', {
  ...typeMeta,
  'eventTime!': { ...microTime('When it was first seen.'), nullable: true }, action: str(), reason: str(), note: str(), type: str('Normal or Warning.'),
  regarding: always(ObjectReference), related: ObjectReference, reportingController: str(), reportingInstance: str(),
  series: events('EventSeries', 'Repetitions.', { 'count!': int32(), 'lastObservedTime!': microTime() }),
  deprecatedCount: int32(), deprecatedFirstTimestamp: nullTime(), deprecatedLastTimestamp: nullTime(),
  deprecatedSource: always(EventSource),
});

const policy = modelsOf('io.k8s.api.policy.v1');
export const PodDisruptionBudget = policy('PodDisruptionBudget', 'How many pods may be missing.', {
  ...typeMeta,
  spec: always(policy('PodDisruptionBudgetSpec', 'The bounds.', {
    maxUnavailable: intOrString(), minAvailable: intOrString(), selector: { ...LabelSelector, 'x-kubernetes-patch-strategy': 'replace' },
    unhealthyPodEvictionPolicy: oneOf('AlwaysAllow', 'IfHealthyBudget'),
  })),
  status: always(policy('PodDisruptionBudgetStatus', 'What is missing now.', {
    observedGeneration: int64(), disruptedPods: mapOf(time()), disruptionsAllowed: or(int32(), 0), currentHealthy: or(int32(), 0),
    desiredHealthy: or(int32(), 0), expectedPods: or(int32(), 0), conditions: listMap(['type'], Condition),
  })),
});
export const Eviction = policy('Eviction', 'Asks a pod to go, as far as budgets allow.', { ...typeMeta, deleteOptions: DeleteOptions });

const certificates = modelsOf('io.k8s.api.certificates.v1');
export const CertificateSigningRequest = certificates('CertificateSigningRequest', 'Asks for a certificate.', {
  ...typeMeta,
  'spec!': always(certificates('CertificateSigningRequestSpec', 'What is asked for, and by whom.', {
    'request!': bytes('PKCS #10 request in PEM.'), 'signerName!': str(), expirationSeconds: int32(), usages: list(str()), username: str(), uid: str(),
    groups: strings(), extra: mapOf(strings()),
  })),
  status: always(certificates('CertificateSigningRequestStatus', 'What was decided.', {
    conditions: listMap(['type'], certificates('CertificateSigningRequestCondition', 'A decision.', conditionFields({ lastUpdateTime: nullTime() })), undefined, ''),
    certificate: bytes(),
  })),
});

const authentication = modelsOf('io.k8s.api.authentication.v1');
const UserInfo = authentication('UserInfo', 'Who somebody is.', { username: str(), uid: str(), groups: strings(), extra: mapOf(strings()) });
export const TokenReview = authentication('TokenReview', 'Asks whom a token belongs to.', {
  ...typeMeta,
  'spec!': always(authentication('TokenReviewSpec', 'The token.', { token: str(), audiences: strings() })),
  status: always(authentication('TokenReviewStatus', 'The answer.', { authenticated: bool(), user: always(UserInfo), audiences: strings(), error: str() })),
});
export const TokenRequest = authentication('TokenRequest', 'Asks for a token of a service account.', {
  ...typeMeta,
  spec: always(authentication('TokenRequestSpec', 'What the token is for.', {
    audiences: strings(), expirationSeconds: or(int64(), 3600),
    boundObjectRef: authentication('BoundObjectReference', 'An object that the token dies with.', { apiVersion: str(), kind: str(), name: str(), uid: str() }),
  })),
  status: always(authentication('TokenRequestStatus', 'The token.', { token: str(), expirationTimestamp: time() })),
});
export const SelfSubjectReview = authentication('SelfSubjectReview', 'Asks who the caller is.', {
  ...typeMeta, status: always(authentication('SelfSubjectReviewStatus', 'The answer.', { userInfo: always(UserInfo) })),
});

const authorization = modelsOf('io.k8s.api.authorization.v1');
const access = {
  resourceAttributes: authorization('ResourceAttributes', 'An action on a resource.', {
    namespace: str(), verb: str(), group: str(), version: str(), resource: str(), subresource: str(), name: str(),
    fieldSelector: authorization('FieldSelectorAttributes', 'Restriction by fields.', { rawSelector: str(), requirements: list(FieldSelectorRequirement) }),
    labelSelector: authorization('LabelSelectorAttributes', 'Restriction by labels.', { rawSelector: str(), requirements: list(LabelSelectorRequirement) }),
  }),
  nonResourceAttributes: authorization('NonResourceAttributes', 'An action on a path.', { path: str(), verb: str() }),
};
const accessStatus = always(authorization('SubjectAccessReviewStatus', 'The answer.', {
  allowed: or(bool(), false), denied: bool(), reason: str(), evaluationError: str(),
}));
const subjectSpec = always(authorization('SubjectAccessReviewSpec', 'Who wants to do what.', {
  ...access, user: str(), groups: strings(), extra: mapOf(strings()), uid: str(),
}));
export const SubjectAccessReview = authorization('SubjectAccessReview', 'Asks whether somebody may do something.', {
  ...typeMeta, 'spec!': subjectSpec, status: accessStatus,
});
export const LocalSubjectAccessReview = authorization('LocalSubjectAccessReview', 'Asks whether somebody may do something in a namespace.', {
  ...typeMeta, 'spec!': subjectSpec, status: accessStatus,
});
export const SelfSubjectAccessReview = authorization('SelfSubjectAccessReview', 'Asks whether the caller may do something.', {
  ...typeMeta, 'spec!': always(authorization('SelfSubjectAccessReviewSpec', 'What the caller wants to do.', access)), status: accessStatus,
});
export const SelfSubjectRulesReview = authorization('SelfSubjectRulesReview', 'Asks what the caller may do in a namespace.', {
  ...typeMeta,
  'spec!': always(authorization('SelfSubjectRulesReviewSpec', 'The namespace.', { namespace: str() })),
  status: always(authorization('SubjectRulesReviewStatus', 'The answer.', {
    resourceRules: list(authorization('ResourceRule', 'Actions on resources.', {
      verbs: strings(), apiGroups: strings(), resources: strings(), resourceNames: strings(),
    })),
    nonResourceRules: list(authorization('NonResourceRule', 'Actions on paths.', { verbs: strings(), nonResourceURLs: strings() })),
    incomplete: bool(), evaluationError: str(),
  })),
});
