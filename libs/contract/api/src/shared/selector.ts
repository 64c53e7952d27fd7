import { z } from 'zod';
import { allOptional, atomic, atomicList, stringMap } from '../schema/fields.js';

export const LabelSelectorRequirement = z.object({
  key: z.string().describe('The label that is looked at.'),
  operator: z.string().describe('In, NotIn, Exists or DoesNotExist.'),
  values: atomicList(z.string()).describe('For In and NotIn: the values that count.').optional(),
}).describe('One requirement of a selector; requirements are joined by "and".');
export type LabelSelectorRequirement = z.infer<typeof LabelSelectorRequirement>;

export const LabelSelector = atomic(allOptional({
  matchExpressions: atomicList(LabelSelectorRequirement).describe('Requirements that an object must fulfil, all of them.'),
  matchLabels: stringMap().describe('Labels that an object must carry with these values.'),
})).describe('Chooses objects by their labels. What an empty selector means is up to the field that holds it.');
export type LabelSelector = z.infer<typeof LabelSelector>;
