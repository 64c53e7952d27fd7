import { rfc3339 } from '@handoff/time';
import { at, withAt } from '../../machinery/json.js';
import type { ApiObject } from '../../machinery/object.js';
import { defaultRules } from '../default-rules.js';
import type { Rules } from '../resource.js';

// The protection finalizers of volumes and claims are left out: no controller of this cluster would ever take them off again.

const withStatus = (object: ApiObject, status: object): ApiObject => withAt(object, ['status'], status) as unknown as ApiObject;

export const claimRules: Rules = {
  ...defaultRules,
  returnsDeleted: true,
  prepareCreate: (claim) => withStatus(claim, { phase: 'Pending' }),
};

export const volumeRules: Rules = {
  ...defaultRules,
  returnsDeleted: true,
  prepareCreate: (volume, { now }) => withStatus(volume, { phase: 'Pending', lastPhaseTransitionTime: rfc3339(now) }),
  prepareUpdate: (volume, old, { now }) => {
    const moved = at(volume, 'status', 'phase') !== at(old, 'status', 'phase');
    return moved ? (withAt(volume, ['status', 'lastPhaseTransitionTime'], rfc3339(now)) as unknown as ApiObject) : volume;
  },
};
