import { z } from 'zod';
import { allOptional, dateTime, text } from '../schema/fields.js';

/** A condition in the form of the v1beta1 contract. Read from old objects, never written here. */
export const V1Beta1Condition = z.object({
  lastTransitionTime: dateTime(),
  status: z.string(),
  type: text(1, 256),
  message: text(1, 10240).optional(),
  reason: text(1, 256).optional(),
  severity: z.string().max(32).optional(),
});
export type V1Beta1Condition = z.infer<typeof V1Beta1Condition>;

/** The conditions of the v1beta1 contract. */
export const DeprecatedConditions = allOptional({
  v1beta1: allOptional({
    conditions: z.array(V1Beta1Condition),
  }),
});
export type DeprecatedConditions = z.infer<typeof DeprecatedConditions>;

/** The conditions and the terminal failure of the v1beta1 contract. */
export const DeprecatedFailure = allOptional({
  v1beta1: allOptional({
    conditions: z.array(V1Beta1Condition),
    failureMessage: text(1, 10240),
    failureReason: z.string(),
  }),
});
export type DeprecatedFailure = z.infer<typeof DeprecatedFailure>;
