import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { applyPatch, customResourceSchema, isObject, objectAt, trackUpdate } from '../index.js';
import { FieldSet } from './field-set.js';
import { decodeOwners, withoutOwners } from './owners.js';
import { compare } from './compare.js';
import { fieldsMentioned } from './extract.js';
import type { ApplyOutcome, Json, JsonObject, Schema } from '../index.js';

const text = { type: 'string' } as const;
const schema = customResourceSchema({
  type: 'object',
  properties: {
    spec: {
      type: 'object',
      properties: {
        size: { type: 'integer' },
        title: text,
        nested: { type: 'object', properties: { a: text, b: text } },
        labels: { type: 'object', additionalProperties: text },
        frozen: { type: 'object', 'x-kubernetes-map-type': 'atomic', properties: { p: text, q: text } },
        tags: { type: 'array', items: text, 'x-kubernetes-list-type': 'set' },
        words: { type: 'array', items: text },
        items: {
          type: 'array', 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': ['name'],
          items: { type: 'object', required: ['name'], properties: { name: text, value: text, more: { type: 'object', additionalProperties: text } } },
        },
        any: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
      },
    },
  },
} satisfies Schema);

const word = fc.constantFrom('a', 'b', 'c');
const some = <T>(fields: { [K in keyof T]: fc.Arbitrary<T[K]> }) => fc.record(fields, { requiredKeys: [] });
const labels = fc.dictionary(word, word, { minKeys: 1, maxKeys: 3 });
const item = fc.tuple(word, some({ value: word, more: labels })).map(([name, rest]): Json => ({ name, ...rest }));
const spec = some({
  size: fc.integer({ min: 0, max: 3 }),
  title: word,
  nested: some({ a: word, b: word }).filter((nested) => Object.keys(nested).length > 0),
  labels,
  frozen: some({ p: word, q: word }),
  tags: fc.uniqueArray(word, { minLength: 1 }),
  words: fc.array(word, { maxLength: 3 }),
  items: fc.uniqueArray(item, { selector: (one) => (isObject(one) ? one['name'] : one), minLength: 1, maxLength: 3 }),
  any: some({ k: labels, l: fc.array(word, { maxLength: 2 }), s: word }).filter((any) => Object.keys(any).length > 0),
}) as unknown as fc.Arbitrary<JsonObject>;

const apiVersion = 'test.example.com/v1';
const objectOf = (content: JsonObject): JsonObject => ({ apiVersion, kind: 'Widget', metadata: { name: 'w' }, spec: content });
const at = (second: number): Date => new Date(Date.UTC(2026, 0, 1, 0, 0, second));

const apply = (live: JsonObject | undefined, manager: string, content: JsonObject, force = false, second = 0): ApplyOutcome =>
  applyPatch({ schema, ...(live && { live }), applied: objectOf(content), manager, apiVersion, force, now: at(second) });

function applied(live: JsonObject | undefined, manager: string, content: JsonObject, second = 0): JsonObject {
  const outcome = apply(live, manager, content, true, second);
  if (!('object' in outcome)) throw new Error(JSON.stringify(outcome));
  return outcome.object;
}

const ownedBy = (object: JsonObject, manager: string): FieldSet =>
  [...(decodeOwners(schema, object)?.values() ?? [])].find((owner) => owner.manager === manager)?.set ?? FieldSet.empty;

const mentionedIn = (content: JsonObject): FieldSet => fieldsMentioned(schema, { spec: content });
const pathsOf = (set: FieldSet): string[] => set.paths().map((path) => path.join('/'));
const parameters = { seed: 20260101, numRuns: 120 };

describe('server-side apply', () => {
  it('does nothing the second time, and gives back the very object', () => {
    fc.assert(fc.property(spec, spec, (first, second) => {
      const live = applied(applied(undefined, 'a', first), 'b', second, 1);
      expect(applied(live, 'b', second, 2)).toBe(live);
    }), parameters);
  });

  it('leaves the applied values in the object', () => {
    fc.assert(fc.property(spec, spec, (first, second) => {
      const live = withoutOwners(applied(applied(undefined, 'a', first), 'b', second));
      const { modified, added } = compare(schema, live, { ...live, ...objectOf(second) });
      expect(pathsOf(modified.union(added).intersection(mentionedIn(second)))).toEqual([]);
    }), parameters);
  });

  it('makes the manager own exactly what it sent', () => {
    fc.assert(fc.property(spec, spec, (first, second) => {
      const live = applied(applied(undefined, 'a', first), 'a', second);
      expect(pathsOf(ownedBy(live, 'a'))).toEqual(pathsOf(mentionedIn(second)));
    }), parameters);
  });

  it('keeps nothing that only its manager owned once it is no longer sent', () => {
    fc.assert(fc.property(spec, spec, (first, second) => {
      const live = applied(applied(undefined, 'a', first), 'a', second);
      expect(withoutOwners(live)['spec'] ?? {}).toEqual(withoutOwners(applied(undefined, 'a', second))['spec'] ?? {});
    }), parameters);
  });

  it('takes by force what differs, and leaves the rest to its owner', () => {
    fc.assert(fc.property(spec, spec, (first, second) => {
      const before = applied(undefined, 'a', first);
      const after = applied(before, 'b', second);
      const { modified, added } = compare(schema, withoutOwners(before), withoutOwners(after));
      expect(pathsOf(ownedBy(after, 'a'))).toEqual(pathsOf(ownedBy(before, 'a').difference(modified.union(added))));
    }), parameters);
  });

  it('reports exactly the fields that force would take', () => {
    fc.assert(fc.property(spec, spec, (first, second) => {
      const before = applied(undefined, 'a', first);
      const outcome = apply(before, 'b', second);
      const lost = ownedBy(before, 'a').difference(ownedBy(applied(before, 'b', second), 'a'));
      expect('conflicts' in outcome ? outcome.conflicts.length : 0).toBe(lost.paths().length);
    }), parameters);
  });

  it('of two managers commutes when neither is in the way of the other', () => {
    fc.assert(fc.property(spec, spec, (first, second) => {
      const [ab, ba] = [apply(applied(undefined, 'a', first), 'b', second), apply(applied(undefined, 'b', second), 'a', first)];
      if ('conflicts' in ab || 'conflicts' in ba) return;
      if (!('object' in ab) || !('object' in ba)) throw new Error('refused');
      expect(sorted(withoutOwners(ab.object))).toEqual(sorted(withoutOwners(ba.object)));
      for (const manager of ['a', 'b']) expect(pathsOf(ownedBy(ab.object, manager))).toEqual(pathsOf(ownedBy(ba.object, manager)));
    }), parameters);
  });

  it('keeps what another manager still owns when a manager gives everything up', () => {
    fc.assert(fc.property(spec, spec, (first, second) => {
      const both = applied(applied(undefined, 'a', first), 'b', second);
      const left = applied(both, 'a', {});
      expect(sorted(withoutOwners(left)['spec'] ?? {})).toEqual(sorted(withoutOwners(applied(undefined, 'b', second))['spec'] ?? {}));
    }), parameters);
  });

  it('conflicts with an update that came in between, however the object was changed', () => {
    fc.assert(fc.property(spec, spec, (first, second) => {
      const before = applied(undefined, 'a', first);
      const changed = { ...before, spec: second };
      const managedFields = trackUpdate({ schema, before, after: changed, manager: 'u', apiVersion, now: at(1) }) as unknown as Json[];
      const live = { ...changed, metadata: { ...objectAt(changed, 'metadata'), managedFields } };
      const { modified, added } = compare(schema, withoutOwners(live), withoutOwners(applied(live, 'a', first)));
      const disputed = ownedBy(live, 'u').intersection(modified.union(added));
      const outcome = apply(live, 'a', first);
      expect('conflicts' in outcome ? outcome.conflicts.length : 0).toBe(disputed.paths().length);
    }), parameters);
  });
});

/** Managers may differ over the order of items; it belongs to nobody. */
function sorted(value: Json): Json {
  if (Array.isArray(value)) return value.map(sorted).sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  return isObject(value) ? Object.fromEntries(Object.entries(value).map(([key, field]) => [key, sorted(field)])) : value;
}

const anyPath = fc.array(fc.constantFrom('f:a', 'f:b', 'k:{"name":"x"}', 'v:"y"'), { minLength: 1, maxLength: 4 });
const anySet = fc.array(anyPath, { maxLength: 8 }).map((paths) => FieldSet.of(...paths));
const asSet = (set: FieldSet): Set<string> => new Set(pathsOf(set));

describe('a field set', () => {
  it('behaves as a set of paths', () => {
    fc.assert(fc.property(anySet, anySet, (a, b) => {
      const [left, right] = [asSet(a), asSet(b)];
      expect(asSet(a.union(b))).toEqual(new Set([...left, ...right]));
      expect(asSet(a.intersection(b))).toEqual(new Set([...left].filter((path) => right.has(path))));
      expect(asSet(a.difference(b))).toEqual(new Set([...left].filter((path) => !right.has(path))));
      expect(a.difference(a).isEmpty).toBe(true);
    }), parameters);
  });

  it('survives being written and read', () => {
    fc.assert(fc.property(anySet, (set) => {
      expect(asSet(FieldSet.parse(set.toJson()))).toEqual(asSet(set));
    }), parameters);
  });

  it('reads keys in any spelling of JSON', () => {
    const set = FieldSet.parse({ 'f:ports': { 'k:{ "protocol": "TCP", "port": 80 }': { '.': {}, 'f:name': {} } } });
    expect(set.has(['f:ports', 'k:{"port":80,"protocol":"TCP"}'])).toBe(true);
    expect(() => FieldSet.parse({ x: {} })).toThrow(TypeError);
  });
});
