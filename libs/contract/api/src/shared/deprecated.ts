import { z } from 'zod';
import { allOptional, dateTime, text } from '../schema/fields.js';

export const V1Beta1Condition = z.object({
  lastTransitionTime: dateTime().describe('When the status last flipped.'),
  status: z.string().describe('True, False or Unknown.'),
  type: text(1, 256).describe('What is said.'),
  message: text(1, 10240).describe('Why, in a sentence.').optional(),
  reason: text(1, 256).describe('Why, as one word.').optional(),
  severity: z.string().max(32).describe('How bad it is: Error, Warning, Info or empty.').optional(),
}).describe('A condition in the form of the v1beta1 contract. Read from old objects, never written here.');
export type V1Beta1Condition = z.infer<typeof V1Beta1Condition>;

export const DeprecatedConditions = allOptional({
  v1beta1: allOptional({
    conditions: z.array(V1Beta1Condition),
  }),
}).describe('The conditions of the v1beta1 contract.');
export type DeprecatedConditions = z.infer<typeof DeprecatedConditions>;

export const DeprecatedFailure = allOptional({
  v1beta1: allOptional({
    conditions: z.array(V1Beta1Condition),
    failureMessage: text(1, 10240),
    failureReason: z.string(),
  }),
}).describe('The conditions and the terminal failure of the v1beta1 contract.');
export type DeprecatedFailure = z.infer<typeof DeprecatedFailure>;
