import fc from 'fast-check';
import { describe, expect, it } from '@jest/globals';
import { bootstrapTokenSecret, checkBootstrapToken, generateBootstrapToken, InvalidFieldError, parseBootstrapToken } from './index.js';

describe('a bootstrap token', () => {
  it('has kubeadm\'s form whatever the randomness', () => {
    fc.assert(
      fc.property(fc.infiniteStream(fc.nat(255)), (bytes) => {
        const random = { bytes: (length: number) => Uint8Array.from(bytes.take(length)) };
        const token = generateBootstrapToken(random);
        expect(token).toMatch(/^[a-z0-9]{6}\.[a-z0-9]{16}$/);
        expect(parseBootstrapToken(token)).toEqual({ id: token.slice(0, 6), secret: token.slice(7) });
      }),
      { seed: 7, numRuns: 200 },
    );
  });

  it('uses every letter equally: bytes that would favour some are dropped', () => {
    let next = 0;
    const random = { bytes: (length: number) => Uint8Array.from({ length }, () => next++ % 256) };
    const counts = new Map<string, number>();
    for (let index = 0; index < 252 / 18 * 22 * 4; index++) for (const letter of generateBootstrapToken(random).replace('.', '')) counts.set(letter, (counts.get(letter) ?? 0) + 1);
    expect(counts.size).toBe(36);
    expect(Math.max(...counts.values()) - Math.min(...counts.values())).toBeLessThanOrEqual(2);
  });

  it.each(['', 'abcdef', 'abcdef.0123456789abcde', 'ABCDEF.0123456789abcdef', 'abcdef.0123456789abcdef\n', ' abcdef.0123456789abcdef'])('is malformed as %j, and the error does not repeat it', (token) => {
    expect(parseBootstrapToken(token)).toBeUndefined();
    expect(() => checkBootstrapToken(token, 'some.field')).toThrow(InvalidFieldError);
    expect(() => checkBootstrapToken(token, 'some.field')).toThrow(/^some\.field: the bootstrap token is malformed; use /);
  });

  it('lies for fifteen minutes in a Secret that kubeadm\'s roles know', () => {
    const now = Date.parse('2026-01-02T03:04:05.678Z');
    expect(bootstrapTokenSecret({ token: 'abcdef.0123456789abcdef', now })).toEqual({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'bootstrap-token-abcdef', namespace: 'kube-system' },
      type: 'bootstrap.kubernetes.io/token',
      stringData: {
        'token-id': 'abcdef',
        'token-secret': '0123456789abcdef',
        expiration: '2026-01-02T03:19:05Z',
        'usage-bootstrap-signing': 'true',
        'usage-bootstrap-authentication': 'true',
        'auth-extra-groups': 'system:bootstrappers:kubeadm:default-node-token',
        description: 'token for a Machine that joins the cluster',
      },
    });
    expect(bootstrapTokenSecret({ token: 'abcdef.0123456789abcdef', now, ttlSeconds: 60 }).stringData['expiration']).toBe('2026-01-02T03:05:05Z');
  });
});
