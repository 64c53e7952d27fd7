import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { natsAccounts, natsUsers } from '@handoff/bus';
import { owners } from '@handoff/events';
import { durablesOf, wiringOfAll } from './durables.js';

const CHECKED_IN = fileURLToPath(new URL('../../../../deploy/nats/accounts.conf', import.meta.url));

describe('the users of NATS', () => {
  it('are what deploy/nats/accounts.conf holds; otherwise: npm run -s handoff -- provision nats-accounts > deploy/nats/accounts.conf', async () => {
    expect(await readFile(CHECKED_IN, 'utf8')).toBe(natsAccounts(durablesOf(await wiringOfAll())));
  });

  it('may each ring what no other may', async () => {
    const rings = natsUsers(durablesOf(await wiringOfAll())).flatMap(({ publish }) => publish.filter((subject) => subject.startsWith('capi.')));
    expect(rings).toEqual(owners.map((owner) => `capi.v1.*.*.${owner}.>`));
  });
});
