/* eslint-disable max-lines-per-function -- a suite is one function, as the body of a describe is */
import { beforeAll, expect, it } from '@jest/globals';
import { dig, take } from '../testing/http.js';
import type { Http, Line } from '../testing/http.js';

const MAPS = '/api/v1/namespaces/watches/configmaps';

const short = ({ type, object }: Line): readonly unknown[] => [type, dig(object, 'metadata', 'name')];

export function watches(api: () => Http): void {
  beforeAll(async () => { await api().post('/api/v1/namespaces', { metadata: { name: 'watches' } }); });

  const revision = async (): Promise<string> => String(dig((await api().get(MAPS)).body, 'metadata', 'resourceVersion'));

  it('shows changes after a revision, in order', async () => {
    const from = await revision();
    await api().post(MAPS, { metadata: { name: 'seen' } });
    const watching = take(api().watch(`${MAPS}?watch=true&resourceVersion=${from}`), 3);
    await api().merge(`${MAPS}/seen`, { data: { a: 'b' } });
    await api().delete(`${MAPS}/seen`);
    const lines = await watching;
    expect(lines.map(short)).toEqual([['ADDED', 'seen'], ['MODIFIED', 'seen'], ['DELETED', 'seen']]);
    expect(lines.map(({ object }) => [object['kind'], object['apiVersion']])).toEqual([['ConfigMap', 'v1'], ['ConfigMap', 'v1'], ['ConfigMap', 'v1']]);
    const versions = lines.map(({ object }) => Number(dig(object, 'metadata', 'resourceVersion')));
    expect([...versions].sort((a, b) => a - b)).toEqual(versions);
    expect(new Set(versions).size).toBe(3);
  });

  it('begins with what is there when no revision is given', async () => {
    await api().post(MAPS, { metadata: { name: 'present' } });
    expect((await take(api().watch(`${MAPS}?watch=1&fieldSelector=metadata.name%3Dpresent`), 1)).map(short)).toEqual([['ADDED', 'present']]);
    await api().delete(`${MAPS}/present`);
  });

  it('adds what enters a selection and deletes what leaves it', async () => {
    const from = await revision();
    const watching = take(api().watch(`${MAPS}?watch=true&resourceVersion=${from}&labelSelector=in%3Dyes`), 3);
    await api().post(MAPS, { metadata: { name: 'wanderer' } });
    await api().merge(`${MAPS}/wanderer`, { metadata: { labels: { in: 'yes' } } });
    await api().merge(`${MAPS}/wanderer`, { data: { a: 'b' } });
    const { body: outside } = await api().merge(`${MAPS}/wanderer`, { metadata: { labels: { in: 'no' } } });
    const lines = await watching;
    expect(lines.map(short)).toEqual([['ADDED', 'wanderer'], ['MODIFIED', 'wanderer'], ['DELETED', 'wanderer']]);
    expect([dig(lines[2]?.object, 'metadata', 'labels'), dig(lines[2]?.object, 'metadata', 'resourceVersion')])
      .toEqual([{ in: 'yes' }, dig(outside, 'metadata', 'resourceVersion')]);
    await api().delete(`${MAPS}/wanderer`);
  });

  it('ends when its time is up', async () => {
    const lines = await take(api().watch(`${MAPS}?watch=true&resourceVersion=${await revision()}&timeoutSeconds=1`), 1);
    expect(lines).toEqual([]);
  });

  it('marks the end of the initial events with a bookmark', async () => {
    await api().post(MAPS, { metadata: { name: 'initial' } });
    const query = 'watch=true&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true';
    const lines = await take(api().watch(`${MAPS}?${query}`), 2);
    expect(lines.map(({ type }) => type)).toEqual(['ADDED', 'BOOKMARK']);
    expect(dig(lines[1]?.object, 'metadata', 'annotations')).toEqual({ 'k8s.io/initial-events-end': 'true' });
    expect(dig(lines[1]?.object, 'metadata', 'resourceVersion')).toMatch(/^\d+$/);
    expect((await api().get(`${MAPS}?watch=true&sendInitialEvents=true`)).status).toBe(422);
    await api().delete(`${MAPS}/initial`);
  });

  it('watches one object by a field selector', async () => {
    const from = await revision();
    const watching = take(api().watch(`${MAPS}?watch=true&fieldSelector=metadata.name%3Dsingle&resourceVersion=${from}`), 1);
    await api().post(MAPS, { metadata: { name: 'other' } });
    await api().post(MAPS, { metadata: { name: 'single' } });
    expect((await watching).map(short)).toEqual([['ADDED', 'single']]);
  });

  it('watches all namespaces', async () => {
    const from = await revision();
    const watching = take(api().watch(`/api/v1/configmaps?watch=true&resourceVersion=${from}`), 1);
    await api().post('/api/v1/namespaces/default/configmaps', { metadata: { name: 'anywhere' } });
    expect((await watching).map(({ object }) => dig(object, 'metadata', 'namespace'))).toEqual(['default']);
  });
}
