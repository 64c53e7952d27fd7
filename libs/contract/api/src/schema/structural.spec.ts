import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { anyJson, atomic, atomicList, cel, int32, int64, intOrString, mapList, nonEmpty, quantity, stringMap, text } from './fields.js';
import { structuralSchemaOf } from './structural.js';

describe('a structural schema', () => {
  it.each([
    ['text with limits and a pattern', text(1, 5).regex(/^a\/b$/), { type: 'string', minLength: 1, maxLength: 5, pattern: '^a/b$' }],
    ['a closed set of words', z.enum(['A', 'B']), { type: 'string', enum: ['A', 'B'] }],
    ['a narrow integer without the bounds of its width', int32().min(0), { type: 'integer', format: 'int32', minimum: 0 }],
    ['a wide integer', int64(), { type: 'integer', format: 'int64' }],
    ['a count or percentage', intOrString(), { 'x-kubernetes-int-or-string': true, anyOf: [{ type: 'integer' }, { type: 'string' }] }],
    ['any value', anyJson(), { 'x-kubernetes-preserve-unknown-fields': true }],
    ['a map', stringMap(), { type: 'object', additionalProperties: { type: 'string' } }],
    ['a list of one writer', atomicList(z.boolean()).max(3), {
      type: 'array', items: { type: 'boolean' }, maxItems: 3, 'x-kubernetes-list-type': 'atomic',
    }],
    ['a list with keys', mapList(z.object({ name: z.string() }), ['name']), {
      type: 'array',
      items: { type: 'object', properties: { name: { type: 'string' } }, required: ['name'] },
      'x-kubernetes-list-type': 'map',
      'x-kubernetes-list-map-keys': ['name'],
    }],
    ['an object that must not be empty', nonEmpty({ on: z.boolean() }), {
      type: 'object', properties: { on: { type: 'boolean' } }, minProperties: 1,
    }],
    ['an object of one writer', atomic(z.object({})), { type: 'object', properties: {}, 'x-kubernetes-map-type': 'atomic' }],
  ])('says %s', (_, schema, expected) => {
    expect(structuralSchemaOf(schema)).toEqual(expected);
  });

  it('requires neither what is optional nor what has a default', () => {
    const schema = z.object({ must: z.string(), may: z.string().optional(), has: z.string().default('x') });
    expect(structuralSchemaOf(schema)).toMatchObject({ required: ['must'], properties: { has: { default: 'x' } } });
  });

  it('says the nearest description', () => {
    const shared = z.string().describe('far');
    expect(structuralSchemaOf(shared.optional())).toMatchObject({ description: 'far' });
    expect(structuralSchemaOf(shared.describe('near').optional())).toMatchObject({ description: 'near' });
    expect(structuralSchemaOf(shared)).toMatchObject({ description: 'far' });
  });

  it('carries every CEL rule', () => {
    const schema = cel(cel(z.string(), 'self != "a"', 'no a'), 'self != "b"', 'no b');
    expect(structuralSchemaOf(schema)['x-kubernetes-validations']?.map(({ message }) => message)).toEqual(['no a', 'no b']);
  });

  it('keeps the pattern of a quantity, which every unit of Kubernetes fits', () => {
    const pattern = new RegExp(structuralSchemaOf(quantity()).pattern ?? '');
    for (const amount of ['1', '0.5', '500m', '4Gi', '1e3', '-2k']) expect(amount).toMatch(pattern);
    expect('4 GB').not.toMatch(pattern);
  });

  it('does not guess what has no counterpart', () => {
    expect(() => structuralSchemaOf(z.object({ at: z.date() }))).toThrow('A zod schema of type date');
  });
});
