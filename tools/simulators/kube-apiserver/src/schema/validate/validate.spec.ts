import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { customResourceSchema } from '../builtin/crd.js';
import { applyDefaults } from '../defaults.js';
import { validate } from './validate.js';
import type { Json, JsonObject, Schema } from '../types.js';

/** Values of a custom resource's spec, and the causes of a real API server's (1.36) refusal. */
interface Case {
  readonly name: string;
  readonly spec: Schema;
  readonly values: readonly {
    readonly old?: Json;
    readonly value: Json;
    readonly errors: readonly { readonly reason: string; readonly message: string; readonly field: string }[];
  }[];
}

const cases = JSON.parse(readFileSync(new URL('../testdata/validation-cases.json', import.meta.url), 'utf8')) as Case[];

/** The API server lists the faults of an object's fields in no particular order. */
const byPlace = (a: { field: string; message: string }, b: { field: string; message: string }): number =>
  (`${a.field} ${a.message}` < `${b.field} ${b.message}` ? -1 : 1);

const objectOf = (spec: Json): JsonObject => ({ apiVersion: 'v1', kind: 'K', metadata: { name: 'n' }, spec });

describe('validation agrees with a recorded API server', () => {
  for (const { name, spec, values } of cases) {
    const schema = customResourceSchema({ type: 'object', properties: { spec } });
    const find = (value: Json, old: Json | undefined) => {
      const errors = validate(schema, applyDefaults(schema, objectOf(value)), old === undefined ? undefined : objectOf(old));
      return errors.map(({ reason, message, path }) => ({ reason, message, field: path }));
    };
    for (const { old, value, errors } of values) {
      it(`${name}: ${old === undefined ? '' : `${JSON.stringify(old)} to `}${JSON.stringify(value)}`, () => {
        expect(find(value, old).sort(byPlace)).toEqual([...errors].sort(byPlace));
      });
    }
  }
});
