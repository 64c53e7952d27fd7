import { describe, expect, it } from '@jest/globals';
import { storableSecret } from './secret-data.js';

const secret = (fields: object) => ({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'x' }, ...fields });
const base64 = (text: string): string => Buffer.from(text).toString('base64');

describe('a Secret on its way to a workload cluster', () => {
  it('holds everything in one field; clear text wins, as at the API server', () => {
    const sent = storableSecret(secret({ data: { a: base64('old'), b: base64('b') }, stringData: { a: 'new', port: 443 } }));
    expect(sent).toEqual(secret({ data: { a: base64('new'), b: base64('b'), port: base64('443') } }));
  });

  it('without data stays so', () => {
    expect(storableSecret(secret({ type: 'Opaque' }))).toEqual(secret({ type: 'Opaque' }));
  });

  it.each([
    ['127.0.0.1:8989.username', '127.0.0.1.username'],
    ['vcenter.example:443.password', 'vcenter.example.password'],
    ['vcenter.example.password', 'vcenter.example.password'],
    ['a:b', 'a:b'],
    ['2001:db8::1.username', '2001:db8::1.username'],
  ])('has key %s stored as %s', (key, stored) => {
    expect(storableSecret(secret({ stringData: { [key]: 'x' } }))).toEqual(secret({ data: { [stored]: base64('x') } }));
  });
});
