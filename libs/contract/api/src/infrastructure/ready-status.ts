import { z } from 'zod';
import { Conditions } from '../object.js';
import { nonEmpty } from '../schema/fields.js';
import { DeprecatedConditions } from '../shared/deprecated.js';

export const ReadyStatus = nonEmpty({
  conditions: Conditions,
  deprecated: DeprecatedConditions.describe('Kept for clients of the v1beta1 contract; never written here.'),
  ready: z.boolean().describe('Whether it may be used.'),
}).describe('Whether the object was checked and may be used.');
export type ReadyStatus = z.infer<typeof ReadyStatus>;
