/** Field numbers of what all kinds share. */
export const meta: Readonly<Record<string, string>> = {
  'meta.Condition': 'type:1:s status:2:s observedGeneration:3:i lastTransitionTime:4:Time reason:5:s message:6:s',
  'meta.DeleteOptions':
    'gracePeriodSeconds?:1:i preconditions?:2:Preconditions orphanDependents?:3:t propagationPolicy?:4:s dryRun:5:*s ' +
    'ignoreStoreReadErrorWithClusterBreakingPotential?:6:t',
  'meta.FieldSelectorRequirement': 'key:1:s operator:2:s values:3:*s',
  'meta.LabelSelector': 'matchLabels:1:%s matchExpressions:2:*LabelSelectorRequirement',
  'meta.LabelSelectorRequirement': 'key:1:s operator:2:s values:3:*s',
  'meta.ManagedFieldsEntry': 'manager:1:s operation:2:s apiVersion:3:s time?:4:Time fieldsType:6:s fieldsV1?:7:Raw subresource:8:s',
  'meta.ObjectMeta':
    'name:1:s generateName:2:s namespace:3:s selfLink:4:s uid:5:s resourceVersion:6:s generation:7:i creationTimestamp:8:Time ' +
    'deletionTimestamp?:9:Time deletionGracePeriodSeconds?:10:i labels:11:%s annotations:12:%s ownerReferences:13:*OwnerReference ' +
    'finalizers:14:*s managedFields:17:*ManagedFieldsEntry',
  'meta.OwnerReference': 'kind:1:s name:3:s uid:4:s apiVersion:5:s controller?:6:t blockOwnerDeletion?:7:t',
  'meta.Preconditions': 'uid?:1:s resourceVersion?:2:s',
};
