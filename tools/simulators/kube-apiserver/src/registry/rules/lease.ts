import { invalidValue } from '../../machinery/invalid.js';
import { at } from '../../machinery/json.js';
import type { ApiObject } from '../../machinery/object.js';
import type { FieldError } from '../../schema/index.js';
import { defaultRules } from '../default-rules.js';
import type { Rules } from '../resource.js';

function errorsOf(lease: ApiObject): readonly FieldError[] {
  const [seconds, transitions] = [at(lease, 'spec', 'leaseDurationSeconds'), at(lease, 'spec', 'leaseTransitions')];
  return [
    ...(typeof seconds === 'number' && seconds <= 0 ? [invalidValue('spec.leaseDurationSeconds', seconds, 'must be greater than 0')] : []),
    ...(typeof transitions === 'number' && transitions < 0 ? [invalidValue('spec.leaseTransitions', transitions, 'must be greater than or equal to 0')] : []),
  ];
}

/** An update makes a Lease that is not there; one that is there changes only for whom has seen its latest version. */
export const leaseRules: Rules = { ...defaultRules, createOnUpdate: true, unconditionalUpdate: false, validate: errorsOf };
