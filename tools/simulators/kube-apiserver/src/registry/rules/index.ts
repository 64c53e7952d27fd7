import { defaultRules } from '../default-rules.js';
import type { Rules } from '../resource.js';
import { eventRules } from './event.js';

const RULES: Readonly<Record<string, Rules>> = {
  events: eventRules,
  'events.events.k8s.io': eventRules,
};

export const rulesFor = (collection: string): Rules => RULES[collection] ?? defaultRules;
