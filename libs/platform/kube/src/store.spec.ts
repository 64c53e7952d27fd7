import { describe, expect, it } from '@jest/globals';
import { ConfigMap } from '@handoff/api';
import fc from 'fast-check';
import { keyOfObject } from './paths.js';
import { Store } from './store.js';

const object = (name: string, version: number, label = 'x', uid = name): ConfigMap => ConfigMap.parse({
  apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace: 'n', uid, resourceVersion: String(version), labels: { label } },
});
const byLabel = ({ metadata }: ConfigMap): readonly string[] => [metadata.labels?.['label'] ?? ''];

describe('Store', () => {
  it('ends as the server is, however own writes and the watch overtake each other', () => {
    const history = fc.array(fc.record({ name: fc.constantFrom('a', 'b', 'c'), gone: fc.boolean(), early: fc.boolean() }), { maxLength: 40 });
    fc.assert(fc.property(history, (changes) => {
      const store = new Store<ConfigMap>();
      const server = new Map<string, ConfigMap>();
      changes.forEach(({ name, gone, early }, index) => {
        const version = index + 1;
        const known = server.get(name);
        if (gone && known !== undefined) {
          server.delete(name);
          store.remove(object(name, version, 'x', known.metadata.uid));
          store.offer(known); // the reply of an earlier write, late
        } else {
          const written = object(name, version, 'x', known?.metadata.uid ?? `${name}${String(version)}`);
          server.set(name, written);
          if (early) store.offer(written);
          store.set(written);
          if (!early) store.offer(written);
        }
      });
      const versions = (objects: Iterable<ConfigMap>): string[] => [...objects].map(({ metadata }) => metadata.resourceVersion).sort();
      expect(versions(store.list())).toEqual(versions(server.values()));
    }));
  });

  it('keeps indexes equal to the objects', () => {
    const changes = fc.array(fc.record({ name: fc.constantFrom('a', 'b', 'c'), label: fc.constantFrom('x', 'y'), gone: fc.boolean() }), { maxLength: 40 });
    fc.assert(fc.property(changes, (steps) => {
      const store = new Store<ConfigMap>();
      store.by(byLabel, 'x');
      steps.forEach(({ name, label, gone }, index) => {
        if (gone) store.remove(object(name, index + 1));
        else store.set(object(name, index + 1, label));
      });
      for (const label of ['x', 'y']) {
        const expected = store.list().filter((entry) => entry.metadata.labels?.['label'] === label).map(keyOfObject).sort();
        expect(store.by(byLabel, label).map(keyOfObject).sort()).toEqual(expected);
      }
    }));
  });

  it('a list takes away what is older than it and not in it, and leaves what was written since', () => {
    const store = new Store<ConfigMap>();
    store.set(object('old', 1));
    store.offer(object('new', 9));
    store.replace([object('kept', 2)], 5);
    expect(store.list().map((entry) => entry.metadata.name).sort()).toEqual(['kept', 'new']);
  });

  it('tells a replacement of the same name as one that went and one that came', () => {
    const store = new Store<ConfigMap>();
    const told: string[] = [];
    store.set(object('a', 1, 'x', 'first'));
    store.onChange(({ type, object: { metadata } }) => { told.push(`${type} ${metadata.uid}`); });
    store.set(object('a', 2, 'x', 'second'));
    expect(told).toEqual(['deleted first', 'added second']);
  });
});
