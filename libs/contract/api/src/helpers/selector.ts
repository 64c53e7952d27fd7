import type { LabelSelector, LabelSelectorRequirement } from '../shared/selector.js';

type ObjectLabels = Readonly<Record<string, string>>;

/** A selector's operator that Kubernetes does not know. */
export class UnknownOperator extends Error {
  readonly code = 'UnknownOperator';
  constructor(operator: string) {
    super(`A label selector knows the operators In, NotIn, Exists and DoesNotExist, not ${JSON.stringify(operator)}`);
    this.name = 'UnknownOperator';
  }
}

/**
 * Whether labels fit a selector, as Kubernetes has it: an empty selector fits everything, an absent one nothing.
 * Kinds where an empty selector chooses nothing ask `isEmptySelector` first. @throws UnknownOperator
 */
export function matches(selector: LabelSelector | undefined, labels: ObjectLabels | undefined): boolean {
  if (selector === undefined) return false;
  const own = labels ?? {};
  return (
    Object.entries(selector.matchLabels ?? {}).every(([key, value]) => own[key] === value) &&
    (selector.matchExpressions ?? []).every((requirement) => fulfils(requirement, own[requirement.key]))
  );
}

/** Whether a selector says nothing. */
export const isEmptySelector = (selector: LabelSelector | undefined): boolean =>
  Object.keys(selector?.matchLabels ?? {}).length === 0 && (selector?.matchExpressions ?? []).length === 0;

function fulfils({ operator, values = [] }: LabelSelectorRequirement, value: string | undefined): boolean {
  switch (operator) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    default:
      throw new UnknownOperator(operator);
  }
}

/** The form of a selector that a list request and `status.selector` take, in a stable order. @throws UnknownOperator */
export function selectorText(selector: LabelSelector): string {
  const equal = Object.entries(selector.matchLabels ?? {}).map(([key, value]) => `${key}=${value}`);
  return [...equal, ...(selector.matchExpressions ?? []).map(requirementText)].sort().join(',');
}

function requirementText({ key, operator, values = [] }: LabelSelectorRequirement): string {
  switch (operator) {
    case 'In':
    case 'NotIn':
      return `${key} ${operator.toLowerCase()} (${[...values].sort().join(',')})`;
    case 'Exists':
      return key;
    case 'DoesNotExist':
      return `!${key}`;
    default:
      throw new UnknownOperator(operator);
  }
}
