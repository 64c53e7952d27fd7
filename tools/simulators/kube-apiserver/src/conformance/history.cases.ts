import { beforeAll, expect, it } from '@jest/globals';
import { dig, take } from '../testing/http.js';
import type { Http } from '../testing/http.js';
import type { RunningTarget } from './targets.js';

const SPACE = '/api/v1/namespaces/history';
/** Real servers are started without a cache of these, or they would remember longer than etcd does. */
const LIMITS = `${SPACE}/limitranges`;
const GONE = { kind: 'Status', code: 410, reason: 'Expired', status: 'Failure' };

/** What becomes of readers who come back after the history that they began with is gone. */
export function history(api: () => Http, target: () => RunningTarget): void {
  const revisionOf = async (path: string): Promise<string> => String(dig((await api().get(path)).body, 'metadata', 'resourceVersion'));
  const change = async (name: string): Promise<void> => { await api().post(LIMITS, { metadata: { name }, spec: { limits: [] } }); };

  beforeAll(async () => {
    await api().post('/api/v1/namespaces', { metadata: { name: 'history' } });
    for (const name of ['a', 'b', 'c']) await change(name);
  });

  it('ends a watch from before with an error that says so', async () => {
    const from = await revisionOf(LIMITS);
    for (const name of ['d', 'e']) await change(name);
    await target().compact();
    const lines = await take(api().watch(`${LIMITS}?watch=true&resourceVersion=${from}`), 2);
    expect(lines).toMatchObject([{ type: 'ERROR', object: GONE }]);
  });

  it('refuses to list as of before', async () => {
    const from = await revisionOf(LIMITS);
    await change('f');
    await target().compact();
    const { status, body } = await api().get(`${LIMITS}?resourceVersion=${from}&resourceVersionMatch=Exact`);
    expect([status, body]).toMatchObject([410, { ...GONE, message: expect.stringMatching(/too old|compacted/) }]);
  });

  it('refuses the next page of a list from before, and offers the rest as it is now', async () => {
    const first = await api().get(`${LIMITS}?limit=1`);
    const token = String(dig(first.body, 'metadata', 'continue'));
    await change('aa');
    await target().compact();
    const refused = await api().get(`${LIMITS}?limit=1&continue=${token}`);
    expect([refused.status, refused.body]).toMatchObject([410, { ...GONE, message: expect.stringContaining('The provided continue parameter is too old') }]);
    const offered = String(dig(refused.body, 'metadata', 'continue'));
    const { status, body } = await api().get(`${LIMITS}?limit=2&continue=${offered}`);
    expect([status, (dig(body, 'items') as object[]).map((item) => dig(item, 'metadata', 'name'))]).toEqual([200, ['aa', 'b']]);
  });

  it('goes on from now', async () => {
    const from = await revisionOf(LIMITS);
    const watching = take(api().watch(`${LIMITS}?watch=true&resourceVersion=${from}`), 1);
    await change('later');
    expect((await watching).map(({ type, object }) => [type, dig(object, 'metadata', 'name')])).toEqual([['ADDED', 'later']]);
  });
}
