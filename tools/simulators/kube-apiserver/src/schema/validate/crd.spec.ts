import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { checkCrdSchema } from './crd.js';
import type { Schema } from '../types.js';

/** Schemas of custom resources, and the causes of a real API server's (1.36) refusal. What its CEL compiler says is cut off. */
interface Case {
  readonly name: string;
  readonly schema: Schema;
  readonly errors: readonly { readonly reason: string; readonly message: string; readonly field: string }[];
}

const cases = JSON.parse(readFileSync(new URL('../testdata/crd-schema-cases.json', import.meta.url), 'utf8')) as Case[];

/** Patterns and rules are compiled by other libraries here, which describe faults in their own words. */
const comparable = (message: string): string => message.split('compilation failed')[0]?.split("but isn't:")[0] ?? message;

describe('checkCrdSchema agrees with a recorded API server', () => {
  for (const { name, schema, errors } of cases) {
    it(name, () => {
      const found = checkCrdSchema(schema).map(({ reason, message, path }) => ({ reason, message: comparable(message), field: path }));
      expect(found).toEqual(errors.map(({ reason, message, field }) => ({ reason, message: comparable(message), field })));
    });
  }

  it('names the place of a rule that does not compile', () => {
    const schema: Schema = { type: 'object', properties: { spec: { type: 'object', properties: {}, 'x-kubernetes-validations': [{ rule: 'self.(' }] } } };
    expect(checkCrdSchema(schema, 'spec.versions[1].schema.openAPIV3Schema').map(({ path }) => path))
      .toEqual(['spec.versions[1].schema.openAPIV3Schema.properties[spec].x-kubernetes-validations[0].rule']);
  });
});
