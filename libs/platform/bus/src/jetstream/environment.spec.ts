import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { natsAddress } from './credentials.js';
import { natsFromEnvironment } from './environment.js';

const NATS_URL = 'nats://nats:4222';
const SECRET = 'hunter2';

describe('where NATS is, by the environment', () => {
  it('is nowhere without NATS_URL', async () => {
    expect(await natsFromEnvironment({ NATS_USER: 'a' })).toBeUndefined();
  });

  it('is told with a user, or with the text of a file, or without either', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'creds-'));
    try {
      const NATS_CREDS = join(folder, 'user.creds');
      await writeFile(NATS_CREDS, SECRET);
      expect(await natsFromEnvironment({ NATS_URL, NATS_CREDS })).toEqual({ servers: NATS_URL, credentials: { creds: SECRET } });
    } finally {
      await rm(folder, { recursive: true });
    }
    expect(await natsFromEnvironment({ NATS_URL })).toEqual({ servers: NATS_URL });
    expect(await natsFromEnvironment({ NATS_URL, NATS_USER: 'a', NATS_PASSWORD: SECRET })).toEqual({ servers: NATS_URL, credentials: { user: 'a', password: SECRET } });
  });

  it.each([
    [{ NATS_URL: `http://a:${SECRET}@nats` }, /^NATS_URL: NATS server 1 is no address/],
    [{ NATS_URL: `nats://a:${SECRET}@` }, /^NATS_URL: /],
    [{ NATS_URL, NATS_PASSWORD: SECRET }, /^NATS_USER and NATS_PASSWORD: one is set without the other/],
    [{ NATS_URL, NATS_USER: 'a', NATS_PASSWORD: SECRET, NATS_CREDS: 'x' }, /^NATS_CREDS and NATS_USER: /],
    [{ NATS_URL, NATS_CREDS: '/nowhere/at/all' }, /^NATS_CREDS: the file cannot be read: .*ENOENT/],
  ])('is refused by the name of the variable, without its secret: %j', async (variables, problem) => {
    const refused = natsFromEnvironment(variables);
    await expect(refused).rejects.toThrow(problem);
    await expect(refused).rejects.not.toThrow(SECRET);
  });
});

describe('an address', () => {
  it('is told without what it holds of credentials', () => {
    expect(natsAddress(`nats://a:${SECRET}@one,tls://two:1`)).toEqual({ servers: ['one:4222', 'two:1'], credentials: { user: 'a', password: SECRET }, tls: true });
    expect(natsAddress('one', { token: 't' })).toEqual({ servers: ['one:4222'], credentials: { token: 't' }, tls: false });
    expect(natsAddress(`nats://${SECRET}@one`).credentials).toEqual({ token: SECRET });
  });
});
