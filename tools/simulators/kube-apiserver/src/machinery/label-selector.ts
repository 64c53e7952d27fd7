import { badRequest } from './status-error.js';

export type Labels = Readonly<Record<string, string>>;

/** Says whether labels are selected. */
export type LabelPredicate = (labels: Labels) => boolean;

const SET = /^\s*(!?)\s*([^\s!=,()]+)\s+(in|notin)\s*\(([^)]*)\)\s*$/;
const COMPARISON = /^\s*([^\s!=,()<>]+)\s*(==|=|!=|>|<)\s*([^\s!=,()]*)\s*$/;
const EXISTENCE = /^\s*(!?)\s*([^\s!=,()]+)\s*$/;

/** Reads a `labelSelector` of the query string. @throws StatusError 400 */
export function parseLabelSelector(text: string): LabelPredicate {
  const requirements = splitOutsideParentheses(text).map((part) => parseRequirement(part, text));
  return (labels) => requirements.every((requirement) => requirement(labels));
}

function splitOutsideParentheses(text: string): readonly string[] {
  if (text.trim() === '') return [];
  return text.split(/,(?![^(]*\))/);
}

function parseRequirement(part: string, whole: string): LabelPredicate {
  const set = SET.exec(part);
  if (set !== null) return inSet(set[2] ?? '', set[3] === 'in', (set[4] ?? '').split(',').map((value) => value.trim()));
  const comparison = COMPARISON.exec(part);
  if (comparison !== null) return compare(comparison[1] ?? '', comparison[2] ?? '=', comparison[3] ?? '');
  const existence = EXISTENCE.exec(part);
  if (existence === null) throw badRequest(`unable to parse requirement: found '${part}', in the selector '${whole}'`);
  const [, not, key = ''] = existence;
  return (labels) => Object.hasOwn(labels, key) === (not === '');
}

const inSet = (key: string, wanted: boolean, values: readonly string[]): LabelPredicate =>
  (labels) => (Object.hasOwn(labels, key) && values.includes(labels[key] ?? '')) === wanted;

function compare(key: string, operator: string, value: string): LabelPredicate {
  if (operator === '!=') return (labels) => labels[key] !== value;
  if (operator === '>') return (labels) => Object.hasOwn(labels, key) && Number(labels[key]) > Number(value);
  if (operator === '<') return (labels) => Object.hasOwn(labels, key) && Number(labels[key]) < Number(value);
  return (labels) => labels[key] === value;
}

interface SelectorObject {
  readonly matchLabels?: Labels;
  readonly matchExpressions?: readonly { readonly key: string; readonly operator: string; readonly values?: readonly string[] }[];
}

/** A selector as it stands in an object, such as that of a PodDisruptionBudget. An empty one selects everything, an absent one nothing. */
export function selectorOf(selector: unknown): LabelPredicate {
  if (selector === undefined || selector === null) return () => false;
  const { matchLabels = {}, matchExpressions = [] } = selector as SelectorObject;
  return (labels) =>
    Object.entries(matchLabels).every(([key, value]) => labels[key] === value) &&
    matchExpressions.every(({ key, operator, values = [] }) => {
      if (operator === 'Exists') return Object.hasOwn(labels, key);
      if (operator === 'DoesNotExist') return !Object.hasOwn(labels, key);
      return inSet(key, operator === 'In', values)(labels);
    });
}
