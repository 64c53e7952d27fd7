import { asArray, asObject, asString, at } from '../machinery/json.js';
import type { JsonObject } from '../machinery/json.js';
import type { ApiObject } from '../machinery/object.js';

interface Condition extends JsonObject {
  readonly type: string;
  readonly status: string;
}

/** `status` of a CustomResourceDefinition. */
export interface DefinitionStatus {
  readonly conditions: readonly Condition[];
  readonly acceptedNames: JsonObject;
  readonly storedVersions: readonly string[];
}

interface Acceptance {
  readonly names: JsonObject;
  /** The last of the names that were taken; real servers mention no other. */
  readonly conflict?: { readonly reason: string; readonly message: string };
}

const NAMES = [
  ['plural', 'PluralConflict'], ['singular', 'SingularConflict'], ['shortNames', 'ShortNamesConflict'], ['kind', 'KindConflict'], ['listKind', 'ListKindConflict'],
] as const;

/** Resources of a group share one set of names, kinds another. */
const rivals = (name: string): readonly string[] => (name === 'kind' || name === 'listKind' ? ['kind', 'listKind'] : ['plural', 'singular', 'shortNames']);

/** Which of its names a definition gets, given those that others of the same group have got. */
function accept(definition: ApiObject, others: readonly ApiObject[]): Acceptance {
  const wished = asObject(at(definition, 'spec', 'names'));
  const taken = (name: string): Set<unknown> =>
    new Set(others.flatMap((other) => rivals(name).flatMap((field) => at(other, 'status', 'acceptedNames', field) ?? [])));
  let names: JsonObject = { plural: '', kind: '', ...asObject(at(definition, 'status', 'acceptedNames')) };
  if (wished['categories'] !== undefined) names = { ...names, categories: wished['categories'] };
  let conflict: Acceptance['conflict'];
  for (const [name, reason] of NAMES) {
    const values = asArray(wished[name] === undefined ? [] : [wished[name]].flat());
    const used = values.find((value) => taken(name).has(value));
    if (used !== undefined) conflict = { reason, message: `${JSON.stringify(used)} is already in use` };
    else if (wished[name] !== undefined) names = { ...names, [name]: wished[name] };
  }
  return { names, ...(conflict === undefined ? {} : { conflict }) };
}

/** The status that a definition is to have beside others of its group. */
export function statusOf(definition: ApiObject, others: readonly ApiObject[], now: string): DefinitionStatus {
  const { names, conflict } = accept(definition, others);
  const before = asArray(at(definition, 'status', 'conditions')) as readonly Condition[];
  const established = conflict === undefined || isEstablished(before);
  const condition = (type: string, holds: boolean, reason: string, message: string): Condition => {
    const status = holds ? 'True' : 'False';
    const known = before.find((entry) => entry.type === type && entry.status === status);
    return { type, status, lastTransitionTime: known === undefined ? now : asString(known['lastTransitionTime']), reason, message };
  };
  return {
    conditions: [
      conflict === undefined ? condition('NamesAccepted', true, 'NoConflicts', 'no conflicts found')
        : condition('NamesAccepted', false, conflict.reason, conflict.message),
      established ? condition('Established', true, 'InitialNamesAccepted', 'the initial names have been accepted')
        : condition('Established', false, 'NotAccepted', 'not all names are accepted'),
      ...before.filter(({ type }) => type !== 'NamesAccepted' && type !== 'Established'),
    ],
    acceptedNames: names,
    storedVersions: storedVersions(definition),
  };
}

export const isEstablished = (conditions: readonly Condition[]): boolean =>
  conditions.some(({ type, status }) => type === 'Established' && status === 'True');

function storedVersions(definition: ApiObject): readonly string[] {
  const storage = asArray(at(definition, 'spec', 'versions')).find((version) => at(version, 'storage') === true);
  const known = asArray(at(definition, 'status', 'storedVersions')).map(asString);
  const current = asString(at(storage, 'name'));
  return known.includes(current) ? known : [...known, current];
}
