import { dnsSubdomain } from '../machinery/names.js';
import type { Rules } from './resource.js';

/** What holds for a resource that brings no rules of its own. */
export const defaultRules: Rules = {
  nameRule: dnsSubdomain,
  unconditionalUpdate: true,
  createOnUpdate: false,
  generation: false,
  returnsDeleted: false,
  defaultPropagation: 'Background',
};

/** Custom resources: every update must say what it has seen, and every change of what is wished for counts. */
export const customRules: Rules = { ...defaultRules, unconditionalUpdate: false, generation: true };
