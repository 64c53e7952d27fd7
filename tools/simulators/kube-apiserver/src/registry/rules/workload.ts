import { asStrings, at, deepEqual, withAt } from '../../machinery/json.js';
import { invalidValue } from '../../machinery/invalid.js';
import { selectorOf } from '../../machinery/label-selector.js';
import { withMetadata } from '../../machinery/object.js';
import type { ApiObject } from '../../machinery/object.js';
import type { FieldError } from '../../schema/index.js';
import { defaultRules } from '../default-rules.js';
import type { Rules } from '../resource.js';

/** The selector of a workload stays as it was made, and finds its own Pods. */
function selectorErrors(workload: ApiObject, old: ApiObject | undefined, subresource: string): readonly FieldError[] {
  if (subresource !== '') return [];
  const labels = at(workload, 'spec', 'template', 'metadata', 'labels');
  const selector = at(workload, 'spec', 'selector');
  const finds = selector === undefined || selectorOf(selector)(asStrings(labels));
  return [
    ...(finds ? [] : [invalidValue('spec.template.metadata.labels', labels ?? null, '`selector` does not match template `labels`')]),
    ...(old === undefined || deepEqual(selector, at(old, 'spec', 'selector')) ? [] : [invalidValue('spec.selector', selector, 'field is immutable')]),
  ];
}

const counted: Rules = { ...defaultRules, generation: true, validate: selectorErrors };
const TEMPLATE_GENERATION = 'deprecated.daemonset.template.generation';

const templateGeneration = (set: ApiObject, value: number): ApiObject =>
  withMetadata(set, { annotations: { ...set.metadata.annotations, [TEMPLATE_GENERATION]: String(value) } });

/** Annotations of a Deployment go on to its ReplicaSets, so that their change is one of what is wished for. */
export const deploymentRules: Rules = { ...counted, counts: ({ metadata }) => metadata.annotations };

export const daemonSetRules: Rules = {
  ...counted,
  complete: (set) => (set.metadata.annotations?.[TEMPLATE_GENERATION] === undefined ? templateGeneration(set, 1) : set),
  prepareUpdate: (set, old, { subresource }) => {
    if (subresource !== '') return set;
    const before = Number(old.metadata.annotations?.[TEMPLATE_GENERATION] ?? '1');
    return templateGeneration(set, deepEqual(at(set, 'spec', 'template'), at(old, 'spec', 'template')) ? before : before + 1);
  },
};

/** A Job selects its pods by its own uid unless its author selects by hand. */
function selfSelecting(job: ApiObject): ApiObject {
  if (at(job, 'spec', 'manualSelector') === true) return job;
  const { uid, name } = job.metadata;
  const labels = {
    'batch.kubernetes.io/controller-uid': uid, 'batch.kubernetes.io/job-name': name, 'controller-uid': uid, 'job-name': name,
  };
  const path = ['spec', 'template', 'metadata', 'labels'];
  const ofPods = { ...asStrings(at(job, ...path)), ...labels };
  const labelled = withAt(job, path, ofPods);
  const selector = { matchLabels: { 'batch.kubernetes.io/controller-uid': uid } };
  const selecting = withAt(labelled, ['spec', 'selector'], selector) as unknown as ApiObject;
  return job.metadata.labels === undefined ? withMetadata(selecting, { labels: ofPods }) : selecting;
}

const selectsItself = (job: ApiObject): ApiObject =>
  (at(job, 'spec', 'manualSelector') === undefined ? withAt(job, ['spec', 'manualSelector'], false) as unknown as ApiObject : job);

/** Jobs leave their pods behind unless told otherwise, as their first API did. */
export const jobRules: Rules = {
  ...defaultRules, generation: true, returnsDeleted: true, defaultPropagation: 'Orphan', complete: selectsItself, prepareCreate: selfSelecting,
};

/** ReplicaSets, and StatefulSets. */
export const replicatedRules: Rules = counted;
