import { rfc3339 } from '@handoff/time';
import { asArray, asObject, asString, at, withAt } from '../../machinery/json.js';
import type { ApiObject } from '../../machinery/object.js';
import { defaultRules } from '../default-rules.js';
import type { Rules } from '../resource.js';

/** Who asks is who sends the request, whatever the request says. */
const asked = (request: ApiObject, user: { username: string; uid?: string; groups: readonly string[]; extra?: object }): ApiObject => {
  const spec = { ...asObject(request['spec']), username: user.username, groups: user.groups, uid: user.uid, extra: user.extra };
  return { ...request, spec: JSON.parse(JSON.stringify(spec)) as object, status: {} };
};

/** Conditions get their times when they are written. */
const timed = (request: ApiObject, now: string): ApiObject => {
  const conditions = asArray(at(request, 'status', 'conditions')).map((condition) => ({
    ...asObject(condition), status: asString(at(condition, 'status')) || 'True',
    lastUpdateTime: at(condition, 'lastUpdateTime') ?? now, lastTransitionTime: at(condition, 'lastTransitionTime') ?? now,
  }));
  return conditions.length === 0 ? request : (withAt(request, ['status', 'conditions'], conditions) as unknown as ApiObject);
};

export const certificateRequestRules: Rules = {
  ...defaultRules,
  prepareCreate: (request, { user }) => asked(request, user),
  prepareUpdate: (request, old, { now, subresource }) => {
    const spec = { ...request, spec: old['spec'] };
    if (subresource === 'approval') {
      const certificate = at(old, 'status', 'certificate');
      return timed(certificate === undefined ? spec : (withAt(spec, ['status', 'certificate'], certificate) as unknown as ApiObject), rfc3339(now));
    }
    return subresource === 'status' ? timed(spec, rfc3339(now)) : spec;
  },
  fields: { names: ['spec.signerName'], of: (request) => ({ 'spec.signerName': asString(at(request, 'spec', 'signerName')) }) },
};
