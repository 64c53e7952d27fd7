import { at } from '../../machinery/json.js';
import { defaultRules } from '../default-rules.js';
import type { Rules } from '../resource.js';

/** A kubelet registers its node together with its status. */
export const nodeRules: Rules = {
  ...defaultRules,
  statusOnCreate: true,
  fields: { names: ['spec.unschedulable'], of: (node) => ({ 'spec.unschedulable': String(at(node, 'spec', 'unschedulable') === true) }) },
};
