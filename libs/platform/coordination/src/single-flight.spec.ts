import { describe, expect, it } from '@jest/globals';
import { SingleFlight } from './single-flight.js';

describe('SingleFlight', () => {
  it('makes one attempt for all who ask while it runs', async () => {
    const flights = new SingleFlight<string, number>();
    const attempt = Promise.withResolvers<number>();
    let attempts = 0;
    const ask = (): Promise<number> => flights.run('a', () => { attempts += 1; return attempt.promise; });
    const asked = [ask(), ask(), ask()];
    attempt.resolve(7);
    expect(await Promise.all(asked)).toEqual([7, 7, 7]);
    expect(attempts).toBe(1);
  });

  it('keeps nothing: who asks afterwards gets an attempt of its own, also after a failure', async () => {
    const flights = new SingleFlight<string, number>();
    const failed = [1, 2].map(() => flights.run('a', () => Promise.reject(new Error('not now'))));
    for (const result of await Promise.allSettled(failed)) expect(result.status).toBe('rejected');
    expect(await flights.run('a', () => Promise.resolve(1))).toBe(1);
    expect(await flights.run('a', () => Promise.resolve(2))).toBe(2);
  });

  it('tells keys apart', async () => {
    const flights = new SingleFlight<string, string>();
    expect(await Promise.all(['a', 'b'].map((key) => flights.run(key, () => Promise.resolve(key))))).toEqual(['a', 'b']);
  });
});
