import { compareValues, sameValue } from './values.js';
import type { Environment } from '@marcbachmann/cel-js';

/** What `sets.contains` and its kin are called on. */
class Sets {
  readonly name = 'sets';
}

/** What `lists.range` is called on. */
class Lists {
  readonly name = 'lists';
}

const distinct = (list: unknown[]): unknown[] => list.filter((item, i) => list.findIndex((other) => sameValue(item, other)) === i);

function slice(list: unknown[], from: bigint, to: bigint): unknown[] {
  if (from < 0n || from > to || to > BigInt(list.length)) throw new Error(`cannot slice(${String(from)}, ${String(to)}), list is of length ${String(list.length)}`);
  return list.slice(Number(from), Number(to));
}

const covers = (list: unknown[], part: unknown[]): boolean => part.every((item) => list.some((other) => sameValue(item, other)));

function extreme(list: unknown[], sign: 1 | -1, name: string): unknown {
  if (list.length === 0) throw new Error(`${name} called on empty list`);
  return list.reduce((best, item) => (compareValues(item, best) * sign > 0 ? item : best));
}

function sum(list: unknown[]): unknown {
  return list.reduce((total, item) => {
    if (typeof item === 'bigint' && typeof total === 'bigint') return total + item;
    return Number(total) + Number(item);
  }, typeof list[0] === 'number' ? 0 : 0n);
}

/** The functions on lists that the API server adds to CEL. */
export function addListFunctions(environment: Environment): void {
  environment
    .registerFunction('list<A>.isSorted(): bool', (list: unknown[]) => list.every((item, i) => i === 0 || compareValues(list[i - 1], item) <= 0))
    .registerFunction('list<A>.sum(): A', sum)
    .registerFunction('list<A>.min(): A', (list: unknown[]) => extreme(list, -1, 'min'))
    .registerFunction('list<A>.max(): A', (list: unknown[]) => extreme(list, 1, 'max'))
    .registerFunction('list<A>.indexOf(A): int', (list: unknown[], wanted: unknown) => BigInt(list.findIndex((item) => sameValue(item, wanted))))
    .registerFunction('list<A>.lastIndexOf(A): int', (list: unknown[], wanted: unknown) => BigInt(list.findLastIndex((item) => sameValue(item, wanted))))
    .registerFunction('list<A>.distinct(): list<A>', distinct)
    .registerFunction('list<A>.reverse(): list<A>', (list: unknown[]) => list.toReversed())
    .registerFunction('list<A>.sort(): list<A>', (list: unknown[]) => list.toSorted(compareValues))
    .registerFunction('list<A>.slice(int, int): list<A>', slice)
    .registerFunction('list.flatten(): list<dyn>', (list: unknown[]) => list.flat())
    .registerType('Lists', Lists)
    .registerConstant('lists', 'Lists', new Lists())
    .registerFunction('Lists.range(int): list<int>', (_: Lists, count: bigint) => Array.from({ length: Number(count) }, (_item, i) => BigInt(i)))
    .registerType('Sets', Sets)
    .registerConstant('sets', 'Sets', new Sets())
    .registerFunction('Sets.contains(list<A>, list<A>): bool', (_: Sets, list: unknown[], part: unknown[]) => covers(list, part))
    .registerFunction('Sets.equivalent(list<A>, list<A>): bool', (_: Sets, a: unknown[], b: unknown[]) => covers(a, b) && covers(b, a))
    .registerFunction('Sets.intersects(list<A>, list<A>): bool', (_: Sets, a: unknown[], b: unknown[]) =>
      a.some((item) => b.some((other) => sameValue(item, other))));
}
