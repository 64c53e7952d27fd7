import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { catalogue, eventNamed } from './catalogue.js';
import { defineEvent, filterOf, handoff, HandoffData, subjectOf, subjectToken } from './define.js';
import type { Ringing } from './define.js';

const event = defineEvent('vsphere', 'vm-deleted', { about: 'VSphereVM', description: 'The VM is gone.' });
const about = { apiGroup: 'infrastructure.cluster.x-k8s.io', kind: 'VSphereVM', namespace: 'prod', name: 'vm-1', uid: 'u1', resourceVersion: '7' };
const at: Ringing = { time: '2026-01-01T00:00:00Z' };

describe('subjectToken', () => {
  it('keeps names as they are, but for what separates or matches tokens', () => {
    expect(subjectToken('prod-1_a')).toBe('prod-1_a');
    expect(subjectToken('a.b')).toBe('a%2eb');
    expect(subjectToken('a*b>c d%')).toBe('a%2ab%3ec%20d%25');
    expect([subjectToken(undefined), subjectToken('')]).toEqual(['_', '_']);
  });

  it('makes one token of whatever it is given, and different tokens of different names', () => {
    const name = fc.string({ unit: 'grapheme', minLength: 1 });
    fc.assert(fc.property(name, (value) => { expect(subjectToken(value)).toMatch(/^[A-Za-z0-9_%-]+$/); }), { seed: 1 });
    const unit = fc.constantFrom('a', '1', '_', '%', '.', '\u0014', '\u0141', '\u{1f600}');
    const similar = fc.string({ unit, minLength: 1, maxLength: 4 });
    fc.assert(fc.property(similar, similar, (a, b) => {
      expect(subjectToken(a) === subjectToken(b)).toBe(a === b);
    }), { seed: 1, numRuns: 5_000 });
    expect(subjectToken('_')).not.toBe(subjectToken(undefined));
    expect(subjectToken('\u0141')).not.toBe(subjectToken('\u00141'));
  });
});

describe('subjectOf', () => {
  it('names the namespace, the cluster, the owner and the event, and is heard by the event\'s filter', () => {
    expect(subjectOf(event, 'prod', 'c.1')).toBe('capi.v1.prod.c%2e1.vsphere.vm-deleted');
    expect(subjectOf(event, undefined, undefined)).toBe('capi.v1._._.vsphere.vm-deleted');
    const heard = new RegExp(`^${filterOf(event).replaceAll('.', '\\.').replaceAll('*', '[^.]+')}$`);
    expect(subjectOf(event, 'a.b.c', '>')).toMatch(heard);
  });
});

describe('handoff', () => {
  it('is the same message for the same fact of the same state, and another for any other', () => {
    const id = (change: Partial<typeof about> = {}, ringing: Ringing = at, type = event): string =>
      handoff(type, { about: { ...about, ...change } }, ringing).id;
    expect(id()).toBe(id({}, { time: '2026-01-01T00:01:00Z', traceparent: 'x', state: '' }));
    const other = defineEvent('vsphere', 'vm-changed', { about: 'VSphereVM', description: 'The VM changed.' });
    expect(new Set([id(), id({ uid: 'u2' }), id({ resourceVersion: '8' }), id({}, { ...at, state: 's' }), id({}, at, other)]).size).toBe(5);
  });

  it('goes to the subject of its object and its cluster, in its trace', () => {
    expect(handoff(event, { about, cluster: 'c' }, { ...at, traceparent: 't' }))
      .toMatchObject({ subject: 'capi.v1.prod.c.vsphere.vm-deleted', time: at.time, traceparent: 't', data: { about } });
  });

  it('is understood by an older release though it says more', () => {
    expect(HandoffData.parse({ about: { ...about, later: 1 }, later: 2 })).toEqual({ about });
  });
});

describe('the catalogue', () => {
  it('names every event once, in words that a subject can hold', () => {
    expect(new Set(catalogue.map(({ name }) => name)).size).toBe(catalogue.length);
    for (const entry of catalogue) {
      expect(entry.event).toMatch(/^[a-z]+(-[a-z]+)*$/);
      expect(eventNamed(entry.name)).toBe(entry);
    }
    expect(eventNamed('core.from-a-newer-release')).toBeUndefined();
  });
});
