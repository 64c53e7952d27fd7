import { asObject, at, deepEqual, withAt } from '../../machinery/json.js';
import { withMetadata } from '../../machinery/object.js';
import type { ApiObject } from '../../machinery/object.js';
import { defaultRules } from '../default-rules.js';
import type { Rules } from '../resource.js';

const counted: Rules = { ...defaultRules, generation: true };
const TEMPLATE_GENERATION = 'deprecated.daemonset.template.generation';

const templateGeneration = (set: ApiObject, value: number): ApiObject =>
  withMetadata(set, { annotations: { ...set.metadata.annotations, [TEMPLATE_GENERATION]: String(value) } });

export const daemonSetRules: Rules = {
  ...counted,
  prepareCreate: (set) => templateGeneration(set, 1),
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
  const labelled = withAt(job, path, { ...asObject(at(job, ...path)), ...labels });
  const selector = { matchLabels: { 'batch.kubernetes.io/controller-uid': uid } };
  return withAt(labelled, ['spec', 'selector'], selector) as unknown as ApiObject;
}

/** Jobs leave their pods behind unless told otherwise, as their first API did. */
export const jobRules: Rules = { ...counted, returnsDeleted: true, defaultPropagation: 'Orphan', prepareCreate: selfSelecting };
