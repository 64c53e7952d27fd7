import { describe, expect, it } from '@jest/globals';
import { systemClock, systemRandom } from '@handoff/time';
import { RedisCoordination } from './redis-coordination.js';
import { parseRedisUrl } from './redis-url.js';

describe('parseRedisUrl', () => {
  it('reads where Redis is and who we are to it', () => {
    const rest = { tls: false, username: undefined, password: undefined, db: 0 };
    expect(parseRedisUrl('redis://localhost')).toEqual({ ...rest, host: 'localhost', port: 6379 });
    expect(parseRedisUrl('redis://:p%40ss@127.0.0.1:7000/2')).toEqual({ ...rest, host: '127.0.0.1', port: 7000, password: 'p@ss', db: 2 });
    expect(parseRedisUrl('rediss://me:pass@[::1]:7000')).toEqual({ ...rest, host: '::1', port: 7000, tls: true, username: 'me', password: 'pass' });
  });

  it.each(['', 'localhost:6379', 'http://localhost', 'redis://', 'redis://host/db', 'redis://:%zz@host'])('refuses %j', (text) => {
    expect(parseRedisUrl(text)).toBeUndefined();
  });

  it('does not have its text quoted by who refuses it', async () => {
    const refused = RedisCoordination.connect({ url: 'http://:hunter2@host', clock: systemClock, random: systemRandom });
    await expect(refused).rejects.toThrow(TypeError);
    await expect(refused).rejects.not.toThrow('hunter2');
  });
});
