import { describe, expect, it } from '@jest/globals';
import { allKinds } from './all-kinds.js';
import { crdOf } from './crd.js';
import type { StructuralSchema } from '../schema/structural.js';

/** Fields that nobody is told about: those of the v1beta1 contract, and JSON Schema's own inside of a ClusterClass. */
const UNEXPLAINED = /\.deprecated\.|openAPIV3Schema\.|nodeRefs\.|exec\.env\.|fieldRef\.apiVersion|^metadata$/;

function* undescribed(schema: StructuralSchema, path: string): Generator<string> {
  for (const [name, field] of Object.entries(schema.properties ?? {})) {
    const at = path === '' ? name : `${path}.${name}`;
    if (!UNEXPLAINED.test(at) && (field.description ?? field.items?.description) === undefined) yield at;
    yield* undescribed(field, at);
    if (field.items) yield* undescribed(field.items, at);
  }
}

describe('kubectl explain', () => {
  it.each(allKinds.map((kind) => [kind.kind, kind] as const))('has a word on every field of %s', (_, kind) => {
    const schema = crdOf(kind).spec.versions[0]?.schema.openAPIV3Schema ?? {};
    expect(schema.description).toMatch(/\.$/);
    expect([...undescribed(schema, '')]).toEqual([]);
  });
});
