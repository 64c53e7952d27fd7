import { pathText } from './field-set.js';
import type { FieldSet, Path } from './field-set.js';
import type { Owner, Owners } from './owners.js';
import type { ApplyConflict } from '../types.js';

/** A path that another owner holds with another value. */
export interface Conflict {
  readonly owner: Owner;
  readonly path: Path;
}

/** What would have to be taken from others, in the order that the API server lists it. */
export function conflictsWith(owners: Owners, writer: string, wanted: FieldSet): Conflict[] {
  return [...owners].filter(([id]) => id !== writer)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, owner]) => owner.set.intersection(wanted).paths().map((path) => ({ owner, path })));
}

/** An owner as conflict messages name it. */
function ownerText(owner: Owner): string {
  const name = `${JSON.stringify(owner.manager)}${owner.subresource === '' ? '' : ` with subresource ${JSON.stringify(owner.subresource)}`}`;
  return owner.operation === 'Update' ? `${name} using ${owner.apiVersion}` : name;
}

export const describeConflicts = (conflicts: readonly Conflict[]): ApplyConflict[] =>
  conflicts.map(({ owner, path }) => ({ field: pathText(path), manager: ownerText(owner) }));

/** The message of the 409 that answers an apply with conflicts. */
export function conflictMessage(conflicts: readonly ApplyConflict[]): string {
  const [only] = conflicts;
  if (conflicts.length === 1 && only !== undefined) return `Apply failed with 1 conflict: conflict with ${only.manager}: ${only.field}`;
  const byManager = Map.groupBy(conflicts, (conflict) => conflict.manager);
  const lines = [...byManager].flatMap(([manager, of]) => [`conflicts with ${manager}:`, ...of.map(({ field }) => `- ${field}`)]);
  return `Apply failed with ${String(conflicts.length)} conflicts: ${lines.join('\n')}`;
}
