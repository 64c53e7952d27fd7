/* eslint-disable max-lines-per-function -- a suite is one function, as the body of a describe is */
import { beforeAll, expect, it } from '@jest/globals';
import { systemClock } from '@handoff/time';
import { eventually } from '../testing/eventually.js';
import { dig } from '../testing/http.js';
import type { Http } from '../testing/http.js';

const MAPS = '/api/v1/namespaces/collection/configmaps';
const TIMEOUT = 60_000;

export function collection(api: () => Http): void {
  const exists = async (name: string): Promise<boolean> => (await api().get(`${MAPS}/${name}`)).status === 200;
  const gone = (name: string): Promise<boolean> => eventually(`${name} is gone`, async () => !(await exists(name)));
  const release = (name: string): Promise<unknown> => api().merge(`${MAPS}/${name}`, { metadata: { finalizers: null } });

  const make = async (name: string, owner?: unknown, more: object = {}): Promise<unknown> => {
    const reference = owner === undefined ? [] : [{
      apiVersion: 'v1', kind: 'ConfigMap', name: dig(owner, 'metadata', 'name'), uid: dig(owner, 'metadata', 'uid'), blockOwnerDeletion: true,
    }];
    return (await api().post(MAPS, { metadata: { name, ownerReferences: reference, ...more } })).body;
  };

  beforeAll(async () => { await api().post('/api/v1/namespaces', { metadata: { name: 'collection' } }); });

  it('collects what its owner leaves behind', async () => {
    await make('b-child', await make('b-owner'));
    await api().delete(`${MAPS}/b-owner`, { propagationPolicy: 'Background' });
    await gone('b-child');
  }, TIMEOUT);

  it('collects what nobody ever owned', async () => {
    await make('absent-child', { metadata: { name: 'absent-owner', uid: 'never-was' } });
    await gone('absent-child');
  }, TIMEOUT);

  it('orphans', async () => {
    await make('o-child', await make('o-owner'));
    await systemClock.sleep(500);
    await api().delete(`${MAPS}/o-owner`, { propagationPolicy: 'Orphan' });
    await gone('o-owner');
    expect(dig((await api().get(`${MAPS}/o-child`)).body, 'metadata', 'ownerReferences')).toBeUndefined();
  }, TIMEOUT);

  it('deletes dependents first when asked to', async () => {
    await make('f-child', await make('f-owner'), { finalizers: ['example.com/hold'] });
    await systemClock.sleep(500);
    await api().delete(`${MAPS}/f-owner`, { propagationPolicy: 'Foreground' });
    await eventually('the controller has acted', async () => dig((await api().get(`${MAPS}/f-child`)).body, 'metadata', 'deletionTimestamp') !== undefined);
    expect(dig((await api().get(`${MAPS}/f-owner`)).body, 'metadata', 'finalizers')).toEqual(['foregroundDeletion']);
    await release('f-child');
    await gone('f-owner');
  }, TIMEOUT);

  it('strikes out owners that are gone and keeps the others', async () => {
    const [one, two] = [await make('s-one'), await make('s-two')];
    const owners = [one, two].map((owner) => ({ apiVersion: 'v1', kind: 'ConfigMap', name: dig(owner, 'metadata', 'name'), uid: dig(owner, 'metadata', 'uid') }));
    await api().post(MAPS, { metadata: { name: 's-child', ownerReferences: owners } });
    await systemClock.sleep(500);
    await api().delete(`${MAPS}/s-one`);
    await eventually('the controller has acted', async () => (dig((await api().get(`${MAPS}/s-child`)).body, 'metadata', 'ownerReferences') as unknown[]).length === 1);
  }, TIMEOUT);

  it('empties a namespace, says what it waits for, and lets it go', async () => {
    const space = '/api/v1/namespaces/emptied';
    await api().post('/api/v1/namespaces', { metadata: { name: 'emptied' } });
    await api().post(`${space}/configmaps`, { metadata: { name: 'held', finalizers: ['example.com/hold'] } });
    await api().delete(space);
    const remaining = async (): Promise<unknown> => {
      const conditions = (dig((await api().get(space)).body, 'status', 'conditions') ?? []) as { type: string; status: string }[];
      return conditions.find(({ type, status }) => type === 'NamespaceFinalizersRemaining' && status === 'True');
    };
    await eventually('the controller has acted', async () => (await remaining()) !== undefined);
    expect(await remaining()).toMatchObject({
      reason: 'SomeFinalizersRemain', message: 'Some content in the namespace has finalizers remaining: example.com/hold in 1 resource instances',
    });
    await api().merge(`${space}/configmaps/held`, { metadata: { finalizers: null } });
    await eventually('the controller has acted', async () => (await api().get(space)).status === 404);
  }, TIMEOUT);

  it('keeps the status of disruption budgets', async () => {
    const budgets = '/apis/policy/v1/namespaces/collection/poddisruptionbudgets';
    await api().post(budgets, { metadata: { name: 'kept' }, spec: { minAvailable: 0, selector: { matchLabels: { app: 'none' } } } });
    await eventually('the controller has acted', async () => dig((await api().get(`${budgets}/kept`)).body, 'status', 'observedGeneration') === 1);
    expect(dig((await api().get(`${budgets}/kept`)).body, 'status')).toMatchObject({ currentHealthy: 0, desiredHealthy: 0, expectedPods: 0, disruptionsAllowed: 0 });
  }, TIMEOUT);
}
