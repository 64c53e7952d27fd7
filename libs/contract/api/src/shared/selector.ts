import { z } from 'zod';
import { allOptional, atomic, atomicList, stringMap } from '../schema/fields.js';

/** One requirement of a selector; requirements are joined by "and". */
export const LabelSelectorRequirement = z.object({
  key: z.string(),
  operator: z.string(),
  values: atomicList(z.string()).optional(),
});
export type LabelSelectorRequirement = z.infer<typeof LabelSelectorRequirement>;

/** Chooses objects by their labels. What an empty selector means is up to the field that holds it. */
export const LabelSelector = atomic(allOptional({
  matchExpressions: atomicList(LabelSelectorRequirement),
  matchLabels: stringMap(),
}));
export type LabelSelector = z.infer<typeof LabelSelector>;
