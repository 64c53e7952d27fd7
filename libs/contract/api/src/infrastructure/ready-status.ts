import { z } from 'zod';
import { Condition } from '../object.js';
import { mapList, nonEmpty } from '../schema/fields.js';
import { DeprecatedConditions } from '../shared/deprecated.js';

/** Whether the object was checked and may be used. */
export const ReadyStatus = nonEmpty({
  conditions: mapList(Condition, ['type']).max(32),
  deprecated: DeprecatedConditions,
  ready: z.boolean(),
});
export type ReadyStatus = z.infer<typeof ReadyStatus>;
