import type { NodeSelectorTerm, Node, Selector, SelectorExpression, Taint, Toleration } from './kinds.js';

type Labels = Readonly<Record<string, string>> | undefined;

/** Whether labels fit a selector; an absent selector fits nothing, an empty one everything. */
export function matchesSelector(selector: Selector | null | undefined, labels: Labels): boolean {
  if (selector === undefined || selector === null) return false;
  const exact = Object.entries(selector.matchLabels ?? {}).every(([key, value]) => labels?.[key] === value);
  return exact && (selector.matchExpressions ?? []).every((expression) => matchesExpression(expression, labels?.[expression.key]));
}

function matchesExpression({ operator, values }: SelectorExpression, actual: string | undefined): boolean {
  switch (operator) {
    case 'In':
      return actual !== undefined && (values ?? []).includes(actual);
    case 'NotIn':
      return actual === undefined || !(values ?? []).includes(actual);
    case 'Exists':
      return actual !== undefined;
    case 'DoesNotExist':
      return actual === undefined;
    case 'Gt':
      return Number(actual) > Number(values?.[0]);
    case 'Lt':
      return Number(actual) < Number(values?.[0]);
    default:
      return false;
  }
}

/** Whether a node fits one of the terms of a required node affinity. */
export function matchesNodeTerms(terms: readonly NodeSelectorTerm[], node: Node): boolean {
  return terms.some(({ matchExpressions, matchFields }) => {
    const isEmpty = (matchExpressions ?? []).length === 0 && (matchFields ?? []).length === 0;
    const byLabels = (matchExpressions ?? []).every((expression) => matchesExpression(expression, node.metadata.labels?.[expression.key]));
    const byFields = (matchFields ?? []).every(
      (expression) => expression.key === 'metadata.name' && matchesExpression(expression, node.metadata.name),
    );
    return !isEmpty && byLabels && byFields;
  });
}

export function tolerates(toleration: Toleration, taint: Taint): boolean {
  if (toleration.effect !== undefined && toleration.effect !== '' && toleration.effect !== taint.effect) return false;
  if (toleration.key !== undefined && toleration.key !== '' && toleration.key !== taint.key) return false;
  if (toleration.operator === 'Exists') return true;
  return toleration.key !== undefined && toleration.key !== '' && (toleration.value ?? '') === (taint.value ?? '');
}

/** The first taint of those effects that none of the tolerations covers. */
export function untolerated(taints: readonly Taint[], tolerations: readonly Toleration[], effects: readonly string[]): Taint | undefined {
  return taints.find((taint) => effects.includes(taint.effect) && !tolerations.some((toleration) => tolerates(toleration, taint)));
}
