/** Field numbers of identities, permissions and admission. */
export const access: Readonly<Record<string, string>> = {
  'admissionregistration.MatchCondition': 'name:1:s expression:2:s',
  'admissionregistration.MutatingWebhook':
    'name:1:s clientConfig:2:WebhookClientConfig rules:3:*RuleWithOperations failurePolicy?:4:s namespaceSelector?:5:meta.LabelSelector ' +
    'sideEffects?:6:s timeoutSeconds?:7:i admissionReviewVersions:8:*s matchPolicy?:9:s reinvocationPolicy?:10:s ' +
    'objectSelector?:11:meta.LabelSelector matchConditions:12:*MatchCondition',
  'admissionregistration.MutatingWebhookConfiguration': 'metadata:1:meta.ObjectMeta webhooks:2:*MutatingWebhook',
  'admissionregistration.Rule': 'apiGroups:1:*s apiVersions:2:*s resources:3:*s scope?:4:s',
  'admissionregistration.RuleWithOperations': 'operations:1:*s ^:2:Rule',
  'admissionregistration.ServiceReference': 'namespace:1:s name:2:s path?:3:s port?:4:i',
  'admissionregistration.ValidatingWebhook':
    'name:1:s clientConfig:2:WebhookClientConfig rules:3:*RuleWithOperations failurePolicy?:4:s namespaceSelector?:5:meta.LabelSelector ' +
    'sideEffects?:6:s timeoutSeconds?:7:i admissionReviewVersions:8:*s matchPolicy?:9:s objectSelector?:10:meta.LabelSelector ' +
    'matchConditions:11:*MatchCondition',
  'admissionregistration.ValidatingWebhookConfiguration': 'metadata:1:meta.ObjectMeta webhooks:2:*ValidatingWebhook',
  'admissionregistration.WebhookClientConfig': 'service?:1:ServiceReference caBundle:2:b url?:3:s',
  'authentication.BoundObjectReference': 'kind:1:s apiVersion:2:s name:3:s uid:4:s',
  'authentication.SelfSubjectReview': 'metadata:1:meta.ObjectMeta status:2:SelfSubjectReviewStatus',
  'authentication.SelfSubjectReviewStatus': 'userInfo:1:UserInfo',
  'authentication.TokenRequest': 'metadata:1:meta.ObjectMeta spec:2:TokenRequestSpec status:3:TokenRequestStatus',
  'authentication.TokenRequestSpec': 'audiences:1:*s boundObjectRef?:3:BoundObjectReference expirationSeconds?:4:i',
  'authentication.TokenRequestStatus': 'token:1:s expirationTimestamp:2:Time',
  'authentication.TokenReview': 'metadata:1:meta.ObjectMeta spec:2:TokenReviewSpec status:3:TokenReviewStatus',
  'authentication.TokenReviewSpec': 'token:1:s audiences:2:*s',
  'authentication.TokenReviewStatus': 'authenticated:1:t user:2:UserInfo error:3:s audiences:4:*s',
  'authentication.UserInfo': 'username:1:s uid:2:s groups:3:*s extra:4:%list:s',
  'authorization.FieldSelectorAttributes': 'rawSelector:1:s requirements:2:*meta.FieldSelectorRequirement',
  'authorization.LabelSelectorAttributes': 'rawSelector:1:s requirements:2:*meta.LabelSelectorRequirement',
  'authorization.LocalSubjectAccessReview': 'metadata:1:meta.ObjectMeta spec:2:SubjectAccessReviewSpec status:3:SubjectAccessReviewStatus',
  'authorization.NonResourceAttributes': 'path:1:s verb:2:s',
  'authorization.NonResourceRule': 'verbs:1:*s nonResourceURLs:2:*s',
  'authorization.ResourceAttributes':
    'namespace:1:s verb:2:s group:3:s version:4:s resource:5:s subresource:6:s name:7:s fieldSelector?:8:FieldSelectorAttributes ' +
    'labelSelector?:9:LabelSelectorAttributes',
  'authorization.ResourceRule': 'verbs:1:*s apiGroups:2:*s resources:3:*s resourceNames:4:*s',
  'authorization.SelfSubjectAccessReview':
    'metadata:1:meta.ObjectMeta spec:2:SelfSubjectAccessReviewSpec status:3:SubjectAccessReviewStatus',
  'authorization.SelfSubjectAccessReviewSpec': 'resourceAttributes?:1:ResourceAttributes nonResourceAttributes?:2:NonResourceAttributes',
  'authorization.SelfSubjectRulesReview': 'metadata:1:meta.ObjectMeta spec:2:SelfSubjectRulesReviewSpec status:3:SubjectRulesReviewStatus',
  'authorization.SelfSubjectRulesReviewSpec': 'namespace:1:s',
  'authorization.SubjectAccessReview': 'metadata:1:meta.ObjectMeta spec:2:SubjectAccessReviewSpec status:3:SubjectAccessReviewStatus',
  'authorization.SubjectAccessReviewSpec':
    'resourceAttributes?:1:ResourceAttributes nonResourceAttributes?:2:NonResourceAttributes user:3:s groups:4:*s extra:5:%list:s uid:6:s',
  'authorization.SubjectAccessReviewStatus': 'allowed:1:t reason:2:s evaluationError:3:s denied:4:t',
  'authorization.SubjectRulesReviewStatus':
    'resourceRules:1:*ResourceRule nonResourceRules:2:*NonResourceRule incomplete:3:t evaluationError:4:s',
  'certificates.CertificateSigningRequest':
    'metadata:1:meta.ObjectMeta spec:2:CertificateSigningRequestSpec status:3:CertificateSigningRequestStatus',
  'certificates.CertificateSigningRequestCondition':
    'type:1:s reason:2:s message:3:s lastUpdateTime:4:Time lastTransitionTime:5:Time status:6:s',
  'certificates.CertificateSigningRequestSpec':
    'request:1:b username:2:s uid:3:s groups:4:*s usages:5:*s extra:6:%list:s signerName:7:s expirationSeconds?:8:i',
  'certificates.CertificateSigningRequestStatus': 'conditions:1:*CertificateSigningRequestCondition certificate:2:b',
  'rbac.AggregationRule': 'clusterRoleSelectors:1:*meta.LabelSelector',
  'rbac.ClusterRole': 'metadata:1:meta.ObjectMeta rules:2:*PolicyRule aggregationRule?:3:AggregationRule',
  'rbac.ClusterRoleBinding': 'metadata:1:meta.ObjectMeta subjects:2:*Subject roleRef:3:RoleRef',
  'rbac.PolicyRule': 'verbs:1:*s apiGroups:2:*s resources:3:*s resourceNames:4:*s nonResourceURLs:5:*s',
  'rbac.Role': 'metadata:1:meta.ObjectMeta rules:2:*PolicyRule',
  'rbac.RoleBinding': 'metadata:1:meta.ObjectMeta subjects:2:*Subject roleRef:3:RoleRef',
  'rbac.RoleRef': 'apiGroup:1:s kind:2:s name:3:s',
  'rbac.Subject': 'kind:1:s apiGroup:2:s name:3:s namespace:4:s',
};
