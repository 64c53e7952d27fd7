/* eslint-disable max-lines-per-function -- a suite is one function, as the body of a describe is */
import { expect, it } from '@jest/globals';
import { dig } from '../testing/http.js';
import type { Http } from '../testing/http.js';

const MAPS = '/api/v1/namespaces/default/configmaps';

export function patches(api: () => Http): void {
  const make = async (name: string, data: object = { a: '1' }): Promise<unknown> => {
    const { body } = await api().post(MAPS, { metadata: { name }, data });
    return body;
  };

  it('merges, and null takes away', async () => {
    await make('merged', { a: '1', b: '2' });
    const { status, body } = await api().merge(`${MAPS}/merged`, { data: { a: null, c: '3' } });
    expect([status, dig(body, 'data')]).toEqual([200, { b: '2', c: '3' }]);
  });

  it('carries out JSON patches', async () => {
    await make('json');
    const { body } = await api().json(`${MAPS}/json`, [
      { op: 'test', path: '/data/a', value: '1' }, { op: 'replace', path: '/data/a', value: '2' }, { op: 'add', path: '/metadata/labels', value: { 'x/y': 'z' } },
      { op: 'copy', from: '/data/a', path: '/data/b' }, { op: 'remove', path: '/metadata/labels/x~1y' },
    ]);
    expect([dig(body, 'data'), dig(body, 'metadata', 'labels')]).toEqual([{ a: '2', b: '2' }, undefined]);
  });

  it.each([
    ['a test that fails', [{ op: 'test', path: '/data/a', value: 'other' }], 422, 'Invalid'],
    ['a path that is not there', [{ op: 'remove', path: '/data/zz' }], 422, 'Invalid'],
    ['no list', {}, 400, 'BadRequest'],
    ['another resourceVersion', [{ op: 'replace', path: '/metadata/resourceVersion', value: '1' }], 409, 'Conflict'],
    ['another uid', [{ op: 'replace', path: '/metadata/uid', value: 'x' }], 422, 'Invalid'],
  ])('refuses a JSON patch with %s', async (what, patch, code, reason) => {
    const name = `json-${what.replaceAll(/[^a-z]/gi, '-').toLowerCase()}`;
    await make(name);
    expect((await api().json(`${MAPS}/${name}`, patch)).body).toMatchObject({ code, reason });
  });

  it('refuses a merge patch that names another uid or version', async () => {
    await make('merge-refused');
    expect((await api().merge(`${MAPS}/merge-refused`, { metadata: { uid: 'x' } })).body).toMatchObject({
      code: 422, message: 'ConfigMap "merge-refused" is invalid: metadata.uid: Invalid value: "x": field is immutable',
    });
    expect((await api().merge(`${MAPS}/merge-refused`, { metadata: { resourceVersion: '1' } })).body).toMatchObject({ code: 409, reason: 'Conflict' });
  });

  it('does not patch what is not there, or in a way that it does not know', async () => {
    expect((await api().merge(`${MAPS}/absent`, {})).status).toBe(404);
    await make('odd-patch');
    expect((await api().send('PATCH', `${MAPS}/odd-patch`, { body: {}, type: 'application/json' })).status).toBe(415);
  });

  it('patches lists of built-in kinds strategically', async () => {
    const path = '/apis/apps/v1/namespaces/default/deployments';
    const labels = { app: 's' };
    const container = (name: string): object => ({ name, image: `${name}:1` });
    const spec = { selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { containers: [container('a'), container('b')] } } };
    await api().post(path, { metadata: { name: 'strategic' }, spec });
    const { body } = await api().strategic(`${path}/strategic`, {
      spec: { template: { spec: { containers: [{ name: 'b', image: 'b:2' }, { name: 'a', $patch: 'delete' }, { name: 'c', image: 'c:1' }] } } },
    });
    const images = (dig(body, 'spec', 'template', 'spec', 'containers') as { image: string }[]).map(({ image }) => image);
    expect([...images].sort()).toEqual(['b:2', 'c:1']);
  });

  it('merges finalizers strategically as a set', async () => {
    const { body: made } = await api().post(MAPS, { metadata: { name: 'strategic-set', finalizers: ['example.com/a'] } });
    expect(dig(made, 'metadata', 'finalizers')).toEqual(['example.com/a']);
    const { body } = await api().strategic(`${MAPS}/strategic-set`, { metadata: { finalizers: ['example.com/b'] } });
    expect([...dig(body, 'metadata', 'finalizers') as string[]].sort()).toEqual(['example.com/a', 'example.com/b']);
    const { body: less } = await api().strategic(`${MAPS}/strategic-set`, { metadata: { '$deleteFromPrimitiveList/finalizers': ['example.com/a', 'example.com/b'] } });
    expect(dig(less, 'metadata', 'finalizers') ?? []).toEqual([]);
  });
}
