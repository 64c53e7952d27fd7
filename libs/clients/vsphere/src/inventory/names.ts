/** vCenter escapes these in names, because a path would fall apart otherwise. */
const escapes: readonly (readonly [string, string])[] = [
  ['%2f', '/'],
  ['%5c', '\\'],
  ['%25', '%'],
];

/** A name as people know it. */
export const displayName = (name: string): string =>
  escapes.reduce((text, [escaped, character]) => text.replaceAll(new RegExp(escaped, 'gi'), character), name);

/** A name as one step of a path. */
export const pathSegment = (name: string): string => displayName(name).replaceAll('%', '%25').replaceAll('/', '%2f').replaceAll('\\', '%5c');

/** Tests names against what somebody wrote: `*` and `?` are wildcards, anything else stands for itself, escaped or not. */
export function nameMatcher(pattern: string): (name: string) => boolean {
  const wanted = displayName(pattern);
  if (!/[*?]/.test(wanted)) return (name) => displayName(name) === wanted;
  const source = wanted.replace(/[.+^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*').replaceAll('?', '.');
  const expression = new RegExp(`^${source}$`, 's');
  return (name) => expression.test(displayName(name));
}

const MAX_SUGGESTIONS = 3;

/** The names nearest to one that was not found: containing it, contained in it, or a few typing errors away. */
export function similarNames(wanted: string, names: Iterable<string>): readonly string[] {
  const target = wanted.toLowerCase();
  const tolerance = Math.max(2, Math.floor(target.length / 4));
  return [...new Set([...names].map(displayName))]
    .map((name) => ({ name, distance: distanceTo(target, name.toLowerCase()) }))
    .filter(({ distance }) => distance <= tolerance)
    .sort((a, b) => a.distance - b.distance || a.name.localeCompare(b.name))
    .slice(0, MAX_SUGGESTIONS)
    .map(({ name }) => name);
}

function distanceTo(target: string, name: string): number {
  if (name === target) return 0; // differs in case only
  if (target.length > 2 && (name.includes(target) || target.includes(name))) return 1;
  return editDistance(target, name);
}

function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const substitution = (previous[column - 1] ?? 0) + (a[row - 1] === b[column - 1] ? 0 : 1);
      current.push(Math.min(substitution, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[b.length] ?? a.length;
}
