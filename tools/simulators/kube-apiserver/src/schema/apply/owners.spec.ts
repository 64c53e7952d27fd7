import { describe, expect, it } from '@jest/globals';
import { FieldSet } from './field-set.js';
import { capUpdaters, decodeOwners, encodeOwners, ownerId } from './owners.js';
import type { Owner } from './owners.js';
import type { Schema } from '../types.js';

const updater = (n: number): Owner => ({
  manager: `m${String(n).padStart(2, '0')}`, operation: 'Update', apiVersion: 'v1', subresource: '', time: `2026-01-01T00:00:${String(n).padStart(2, '0')}Z`,
  set: FieldSet.of(['f:data', `f:k${String(n)}`]),
});
const ownersOf = (count: number): Map<string, Owner> =>
  new Map(Array.from({ length: count }, (_, n) => updater(n)).map((owner) => [ownerId(owner), owner]));

describe('owners', () => {
  it('are put together once there are more than ten updaters, oldest first, and lose no field', () => {
    const capped = [...capUpdaters(ownersOf(13)).values()];
    expect(capped).toHaveLength(10);
    const ancient = capped.find(({ manager }) => manager === 'ancient-changes');
    expect(ancient?.set.paths().map((path) => path[1])).toEqual(['f:k0', 'f:k1', 'f:k2', 'f:k3']);
    expect(ancient?.time).toBe('2026-01-01T00:00:03Z');
  });

  it('stay apart up to ten', () => {
    expect(capUpdaters(ownersOf(10)).size).toBe(10);
  });

  it('are listed with appliers first, then by time', () => {
    const applier: Owner = { ...updater(30), manager: 'z', operation: 'Apply' };
    const owners = new Map([...ownersOf(3), [ownerId(applier), applier] as const]);
    expect(encodeOwners(owners).map(({ manager }) => manager)).toEqual(['z', 'm00', 'm01', 'm02']);
  });

  it.each([
    [[{ operation: 'Other', apiVersion: 'v1', fieldsType: 'FieldsV1' }]],
    [[{ operation: 'Apply', fieldsType: 'FieldsV1' }]],
    [[{ operation: 'Apply', apiVersion: 'v1', fieldsType: 'FieldsV1', fieldsV1: { nonsense: {} } }]],
    ['text'],
  ])('cannot be read from %j', (managedFields) => {
    expect(decodeOwners({ type: 'object' }, { metadata: { managedFields } })).toBeUndefined();
  });

  it('of a part own the whole once the schema has made it atomic', () => {
    const managedFields = [{ operation: 'Apply', apiVersion: 'v1', fieldsType: 'FieldsV1', fieldsV1: { 'f:spec': { 'f:list': { 'k:{"a":1}': { 'f:a': {} } } } } }];
    const spec: Schema = { type: 'object', properties: { list: { type: 'array', items: { type: 'object' } } } };
    const owners = decodeOwners({ type: 'object', properties: { spec } }, { metadata: { managedFields } });
    expect([...(owners?.values() ?? [])].map(({ set }) => set.toJson())).toEqual([{ 'f:spec': { 'f:list': {} } }]);
  });
});
