import type { ApiObject } from './object.js';
import { badRequest } from './status-error.js';

/** What an object shows to field selectors. */
export type SelectableFields = (object: ApiObject) => Readonly<Record<string, string>>;

const TERM = /^([^=!]+?)\s*(==|=|!=)\s*(.*)$/;

/**
 * Reads a `fieldSelector` of the query string.
 * @param known the field labels that the resource supports
 * @param unknown what to say about another
 * @throws StatusError 400 for a field that the resource does not support
 */
export function parseFieldSelector(
  text: string, known: ReadonlySet<string>, unknown: (field: string) => string, fieldsOf: SelectableFields,
): (object: ApiObject) => boolean {
  const terms = text.split(',').filter((term) => term.trim() !== '').map((term) => parseTerm(term.trim()));
  for (const { field } of terms) if (!known.has(field)) throw badRequest(unknown(field));
  return (object) => {
    const fields = fieldsOf(object);
    return terms.every(({ field, equal, value }) => ((fields[field] ?? '') === value) === equal);
  };
}

/** The one name that a `fieldSelector` lets through; empty where it is not about a name. */
export function nameSelectedBy(text: string): string {
  const named = text.split(',').map((term) => TERM.exec(term.trim())).find((match) => match?.[1] === 'metadata.name' && match[2] !== '!=');
  return named?.[3] ?? '';
}

function parseTerm(term: string): { field: string; equal: boolean; value: string } {
  const match = TERM.exec(term);
  if (match === null) throw badRequest(`invalid selector: '${term}'; can't understand '${term}'`);
  const [, field = '', operator, value = ''] = match;
  return { field, equal: operator !== '!=', value: value.replaceAll(/\\([,=\\])/g, '$1') };
}
