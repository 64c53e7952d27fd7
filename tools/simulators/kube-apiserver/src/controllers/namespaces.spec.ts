import { describe, expect, it } from '@jest/globals';
import { at } from '../machinery/json.js';
import { configMaps, definitionOf, definitions, namespaces, testStore } from '../testing/store.js';

describe('the namespace controller', () => {
  it('empties a namespace, custom resources too, and lets it go', async () => {
    const { store, clock } = testStore({ crds: [definitionOf('widgets', 'Widget')] });
    await store.create(namespaces, { metadata: { name: 'team' } });
    await store.create(configMaps, { metadata: { name: 'a', namespace: 'team' } });
    await store.create({ group: 'example.com', version: 'v1', plural: 'widgets' }, { apiVersion: 'example.com/v1', kind: 'Widget', metadata: { name: 'w', namespace: 'team' } });
    await store.delete(namespaces, { name: 'team' });
    await clock.advance(10);
    expect(await store.find(namespaces, { name: 'team' })).toBeUndefined();
    expect((await store.list(configMaps, { namespace: 'team' })).items).toEqual([]);
  });

  it('says what it waits for', async () => {
    const { store, clock } = testStore();
    await store.create(namespaces, { metadata: { name: 'team' } });
    await store.create(configMaps, { metadata: { name: 'held', namespace: 'team', finalizers: ['example.com/hold'] } });
    await store.delete(namespaces, { name: 'team' });
    await clock.advance(10);
    expect(at(await store.get(namespaces, { name: 'team' }), 'status')).toMatchObject({
      phase: 'Terminating',
      conditions: [
        { type: 'NamespaceContentRemaining', status: 'True', message: 'Some resources are remaining: configmaps. has 1 resource instances' },
        { type: 'NamespaceFinalizersRemaining', message: 'Some content in the namespace has finalizers remaining: example.com/hold in 1 resource instances' },
      ],
    });
    await store.patch(configMaps, { namespace: 'team', name: 'held' }, 'merge', { metadata: { finalizers: null } });
    await clock.advance(10);
    expect(await store.find(namespaces, { name: 'team' })).toBeUndefined();
  });
});

describe('the definition controller', () => {
  const widgets = { group: 'example.com', version: 'v1', plural: 'widgets' };
  const widget = { apiVersion: 'example.com/v1', kind: 'Widget', metadata: { name: 'w', namespace: 'default' } };

  it('serves a kind with the very answer that created its definition', async () => {
    const { store } = testStore();
    await store.create(definitions, definitionOf('widgets', 'Widget'));
    expect((await store.create(widgets, widget)).kind).toBe('Widget');
  });

  it('does not serve a kind whose names are taken', async () => {
    const { store } = testStore({ crds: [definitionOf('widgets', 'Widget')] });
    await store.create(definitions, definitionOf('others', 'Widget'));
    const other = await store.get(definitions, { name: 'others.example.com' });
    expect(at(other, 'status', 'conditions')).toMatchObject([
      { type: 'NamesAccepted', status: 'False', reason: 'ListKindConflict', message: '"WidgetList" is already in use' }, { type: 'Established', status: 'False' },
    ]);
    await expect(store.list({ ...widgets, plural: 'others' })).rejects.toMatchObject({ code: 404 });
    await store.delete(definitions, { name: 'widgets.example.com' });
    expect((await store.list({ ...widgets, plural: 'others' })).items).toEqual([]);
  });

  it('waits for the finalizers of instances before it goes', async () => {
    const { store, clock } = testStore({ crds: [definitionOf('widgets', 'Widget')] });
    await store.create(widgets, { ...widget, metadata: { ...widget.metadata, finalizers: ['example.com/hold'] } });
    await store.delete(definitions, { name: 'widgets.example.com' });
    await clock.advance(10);
    expect(at(await store.get(definitions, { name: 'widgets.example.com' }), 'status', 'conditions')).toContainEqual(expect.objectContaining({ type: 'Terminating' }));
    await expect(store.create(widgets, { ...widget, metadata: { name: 'late', namespace: 'default' } })).rejects.toMatchObject({ code: 403 });
    await store.patch(widgets, { namespace: 'default', name: 'w' }, 'merge', { metadata: { finalizers: null } });
    await clock.advance(10);
    expect(await store.find(definitions, { name: 'widgets.example.com' })).toBeUndefined();
  });
});
