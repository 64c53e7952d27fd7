import { always, anything, atomic, bool, int32, int64, list, listMap, mapOf, modelsOf, nullTime, set, str, strings, time } from './dsl.js';
import type { Fields } from './dsl.js';
import type { Schema } from '../types.js';

const model = modelsOf('io.k8s.apimachinery.pkg.apis.meta.v1');

const OwnerReference = atomic(model('OwnerReference', 'An object that this one depends on, in the same namespace or of cluster scope.', {
  'apiVersion!': str('API version of the owner.'),
  'kind!': str('Kind of the owner.'),
  'name!': str('Name of the owner.'),
  'uid!': str('UID of the owner; an owner of another UID is another object.'),
  controller: bool('Whether the owner is the controller that manages this object; at most one is.'),
  blockOwnerDeletion: bool('Whether a foreground deletion of the owner waits for this object.'),
}));

const ManagedFieldsEntry = model('ManagedFieldsEntry', 'The fields that one manager has set with one operation.', {
  apiVersion: str('Version of the API that the field names belong to.'),
  fieldsType: str('How fieldsV1 is written; always FieldsV1.'),
  fieldsV1: { ...anything('The set of fields, as a trie of path elements.'), 'x-model': 'io.k8s.apimachinery.pkg.apis.meta.v1.FieldsV1' },
  manager: str('Name of the manager.'),
  operation: str('Apply or Update.'),
  subresource: str('Subresource that was written to; empty for the object itself.'),
  time: time('When the set of fields last changed.'),
});

/** `metadata` of every object. */
export const ObjectMeta = model('ObjectMeta', 'What every stored object carries: its identity, labels, owners and life cycle.', {
  name: str('Name, unique for the kind in its namespace.'),
  generateName: str('Prefix from which the server makes a unique name when none is given.'),
  namespace: str('Namespace that the object lives in.'),
  selfLink: str('Not set any more.'),
  uid: str('Identity in time and space, given by the server.'),
  resourceVersion: str('Opaque version of the object; changes with every write.'),
  generation: int64('Counts changes of the desired state.'),
  creationTimestamp: time('When the server created the object.'),
  deletionTimestamp: time('When the object was asked to go; set by the server.'),
  deletionGracePeriodSeconds: int64('Seconds that the object may take to end.'),
  labels: mapOf(str(), 'Key-value pairs to select objects by.'),
  annotations: mapOf(str(), 'Key-value pairs for tools, not for selection.'),
  ownerReferences: listMap(['uid'], OwnerReference, 'Objects that this one depends on; it is collected when all are gone.'),
  finalizers: set(str(), 'Names of those who must act before the object may vanish.', true),
  managedFields: list(ManagedFieldsEntry, 'Who has set which fields.'),
});

const LabelSelectorRequirement = model('LabelSelectorRequirement', 'A condition on the value of one label.', {
  'key!': str('Key of the label.'),
  'operator!': str('In, NotIn, Exists or DoesNotExist.'),
  values: strings('Values for In and NotIn; empty otherwise.'),
});

/** A selector over labels; an empty one selects everything. */
export const LabelSelector = atomic(model('LabelSelector', 'Selects objects by their labels; all parts must hold.', {
  matchLabels: mapOf(str(), 'Labels with exactly these values.'),
  matchExpressions: list(LabelSelectorRequirement, 'Further conditions.'),
}));

export { LabelSelectorRequirement };

export const FieldSelectorRequirement = model('FieldSelectorRequirement', 'A condition on one field.', {
  'key!': str('Path of the field.'),
  'operator!': str('In, NotIn, Exists or DoesNotExist.'),
  values: strings('Values for In and NotIn.'),
});

export const Condition = model('Condition', 'One observed aspect of the state of an object.', {
  'type!': str('Name of the aspect.'),
  'status!': str('True, False or Unknown.'),
  observedGeneration: int64('Generation of the object that this was seen on.'),
  'lastTransitionTime!': time('When the status last changed.'),
  'reason!': str('Why, in one CamelCase word.'),
  'message!': str('Why, for a person.'),
});

/** The conditions that most kinds share, with the extra times of the kind. */
export const conditionFields = (extra: Fields = {}): Fields => ({
  'type!': str('Name of the aspect.'),
  'status!': str('True, False or Unknown.'),
  lastTransitionTime: nullTime('When the status last changed.'),
  reason: str('Why, in one CamelCase word.'),
  message: str('Why, for a person.'),
  ...extra,
});

export const DeleteOptions = model('DeleteOptions', 'How a deletion is carried out.', {
  apiVersion: str(), kind: str(),
  dryRun: strings(), gracePeriodSeconds: int64(), orphanDependents: bool(), propagationPolicy: str(),
  ignoreStoreReadErrorWithClusterBreakingPotential: bool(),
  preconditions: model('Preconditions', 'What must hold for the deletion to happen.', { resourceVersion: str(), uid: str() }),
});

/** The parts that every object has, in front of the kind's own. */
export const typeMeta: Fields = {
  apiVersion: str('Group and version of the schema that this object follows.'),
  kind: str('Kind of this object.'),
  metadata: always(ObjectMeta),
};


export const ListMeta = model('ListMeta', 'What a list says of itself.', {
  continue: str('Where the next page begins.'),
  remainingItemCount: int64('Objects on further pages.'),
  resourceVersion: str('Version that the list was read at.'),
  selfLink: str('Not set any more.'),
});

export const Status = model('Status', 'How a request ended.', {
  apiVersion: str(), kind: str(), metadata: always(ListMeta), status: str('Success or Failure.'), message: str('Why, for a person.'),
  reason: str('Why, in one CamelCase word.'), code: int32('The HTTP status.'),
  details: model('StatusDetails', 'What the reason is about.', {
    name: str(), group: str(), kind: str(), uid: str(), retryAfterSeconds: int32(),
    causes: list(model('StatusCause', 'One fault.', { reason: str(), message: str(), field: str() })),
  }),
});

/** The list of a kind. */
export const listOf = (kind: Schema): Schema => ({
  type: 'object',
  description: 'A list of objects.',
  required: ['items'],
  properties: { apiVersion: str(), items: { type: 'array', items: kind }, kind: str(), metadata: ListMeta },
});
