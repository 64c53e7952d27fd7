import { describe, expect, it } from '@jest/globals';
import { generateKeys, KeySourceClosedError, KeysUsedUpError, MalformedPemError, pregeneratedKeys, readKeys, recordedKeys } from './index.js';

describe('pregenerated keys', () => {
  it('serve more callers at once than lie ready, each with a key of its own', async () => {
    await using keys = pregeneratedKeys({ ahead: 2, algorithm: 'ECDSA-P256' });
    const pairs = await Promise.all(Array.from({ length: 7 }, () => keys.next('ECDSA-P256')));
    expect(new Set(pairs.map((pair) => pair.privateKeyPem)).size).toBe(7);
  });

  it('make another algorithm when asked', async () => {
    await using keys = pregeneratedKeys({ ahead: 0, algorithm: 'ECDSA-P256' });
    expect((await keys.next('ECDSA-P384')).algorithm).toBe('ECDSA-P384');
    expect((await keys.next('ECDSA-P256')).algorithm).toBe('ECDSA-P256');
  });

  it('refuse who waits when disposed, and who comes later', async () => {
    const keys = pregeneratedKeys({ ahead: 1, algorithm: 'RSA-2048' });
    const waiting = keys.next('RSA-2048');
    const refused = expect(waiting).rejects.toBeInstanceOf(KeySourceClosedError);
    await keys[Symbol.asyncDispose]();
    await refused;
    await expect(keys.next('RSA-2048')).rejects.toBeInstanceOf(KeySourceClosedError);
  });
});

describe('recorded keys', () => {
  it('come in their order per algorithm, and end unless they repeat', async () => {
    const pems = (await Promise.all([generateKeys('ECDSA-P256'), generateKeys('ECDSA-P384'), generateKeys('ECDSA-P256')])).map((pair) => pair.privateKeyPem);
    const once = recordedKeys(pems);
    expect((await once.next('ECDSA-P256')).privateKeyPem).toBe(pems[0]);
    expect((await once.next('ECDSA-P384')).privateKeyPem).toBe(pems[1]);
    expect((await once.next('ECDSA-P256')).privateKeyPem).toBe(pems[2]);
    await expect(once.next('ECDSA-P256')).rejects.toBeInstanceOf(KeysUsedUpError);
    await expect(once.next('RSA-2048')).rejects.toThrow('all 0 recorded RSA-2048 keys are used up');
    const again = recordedKeys(pems, { repeat: true });
    const served = [await again.next('ECDSA-P256'), await again.next('ECDSA-P256'), await again.next('ECDSA-P256')];
    expect(served.map((pair) => pair.privateKeyPem)).toEqual([pems[0], pems[2], pems[0]]);
    await expect(again.next('RSA-2048')).rejects.toBeInstanceOf(KeysUsedUpError);
  });

  it('are read in any of the forms that kubeadm accepts, and written in its own', async () => {
    const pair = await generateKeys('RSA-2048');
    expect(readKeys(pair.privateKeyPem)).toEqual(pair);
    expect(() => recordedKeys(['nonsense'])).toThrow(MalformedPemError);
    expect(() => recordedKeys(['nonsense'])).toThrow('recorded key 0');
  });
});
