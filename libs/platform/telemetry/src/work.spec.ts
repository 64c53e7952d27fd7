import { describe, expect, it } from '@jest/globals';
import { traceparentFor } from './traceparent.js';
import { Work } from './work.js';

const CONTEXT = traceparentFor('work');
const part = (name: string): Parameters<Work['did']>[0] => ({ name, from: 1, to: 2 });

describe('a piece of work', () => {
  it('has done nothing until it did something, and then its parts are its children', () => {
    const work = new Work(CONTEXT);
    expect(work.didSomething).toBe(false);
    work.did(part('create machines'));
    expect(work.didSomething).toBe(true);
    expect(work.end()).toEqual([{ ...part('create machines'), parent: CONTEXT }]);
  });

  it('takes nothing after its end: a watch that it began lives on', () => {
    const work = new Work(CONTEXT);
    work.end();
    work.did(part('late'));
    expect(work.end()).toEqual([]);
  });

  it('keeps two hundred parts and counts the rest', () => {
    const work = new Work(CONTEXT);
    for (let i = 0; i < 203; i += 1) work.did(part(String(i)));
    expect([work.end().length, work.cut]).toEqual([200, 3]);
  });
});
