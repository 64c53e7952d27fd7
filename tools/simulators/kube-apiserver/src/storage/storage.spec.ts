import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { ApiObject } from '../machinery/object.js';
import { Storage } from './storage.js';

const object = (name: string, value: number): ApiObject =>
  ({ apiVersion: 'v1', kind: 'Thing', metadata: { name, namespace: 'ns', uid: name, resourceVersion: '' }, value });

const step = fc.record({ name: fc.constantFrom('a', 'b', 'c', 'd'), action: fc.constantFrom('put', 'remove'), value: fc.nat(100) });

const apply = (storage: Storage, { name, action, value }: { name: string; action: string; value: number }): void => {
  if (action === 'put') storage.put('things', object(name, value));
  else storage.remove('things', object(name, value));
};

const summary = (objects: readonly ApiObject[]): readonly unknown[] =>
  objects.map(({ metadata, value }) => [metadata.name, metadata.resourceVersion, value]);

describe('the storage', () => {
  it('can show every revision of its window again', () => {
    fc.assert(fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const storage = new Storage(1000);
      const past = new Map<number, readonly unknown[]>();
      for (const next of steps) {
        apply(storage, next);
        past.set(storage.revision, summary(storage.list('things')));
      }
      for (const [revision, expected] of past) expect(summary(storage.listAt('things', revision, 'ns'))).toEqual(expected);
    }));
  });

  it('replays to a watch what leads from any revision to now', () => {
    fc.assert(fc.property(fc.array(step, { maxLength: 40 }), fc.nat(40), (steps, from) => {
      const storage = new Storage(1000);
      const cut = Math.min(from, steps.length);
      for (const next of steps.slice(0, cut)) apply(storage, next);
      const view = new Map(storage.list('things').map((thing) => [thing.metadata.name, thing]));
      const { revision } = storage;
      for (const next of steps.slice(cut)) apply(storage, next);
      storage.watch('things', revision, ({ type, object: thing }) => {
        if (type === 'DELETED') view.delete(thing.metadata.name);
        else view.set(thing.metadata.name, thing);
      });
      expect(summary([...view.values()].sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1)))).toEqual(summary(storage.list('things')));
    }));
  });

  it('counts every write in one sequence, whatever it writes to', () => {
    const storage = new Storage(10);
    const revisions = [storage.put('one', object('a', 1)), storage.put('two', object('a', 1)), storage.remove('one', object('a', 1))]
      .map(({ metadata }) => Number(metadata.resourceVersion));
    expect(revisions).toEqual([2, 3, 4]);
  });

  it('forgets what lies beyond its window', () => {
    const storage = new Storage(10);
    for (let index = 0; index < 100; index += 1) storage.put('things', object('a', index));
    expect(storage.compacted).toBe(storage.revision - 10);
  });
});
