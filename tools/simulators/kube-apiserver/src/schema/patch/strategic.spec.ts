import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { applyDefaults } from '../defaults.js';
import { builtinResources } from '../builtin/resources.js';
import { strategicMergePatch } from './strategic.js';
import { StrategicPatchError } from './strategic-error.js';
import type { JsonObject } from '../types.js';

/** Patches and what a real API server (1.36) made of them. */
interface Case {
  readonly name: string;
  readonly resource: string;
  readonly live: JsonObject;
  readonly patch: JsonObject;
  readonly spec?: JsonObject;
  readonly error?: string;
}

const cases = JSON.parse(readFileSync(new URL('../testdata/strategic-cases.json', import.meta.url), 'utf8')) as Case[];

describe('a strategic merge patch agrees with a recorded API server', () => {
  for (const { name, resource, live, patch, spec } of cases) {
    it(name, () => {
      const { schema = {}, complete } = builtinResources.find((one) => one.plural === resource) ?? {};
      if (spec === undefined) {
        expect(() => strategicMergePatch(schema, live, patch)).toThrow(StrategicPatchError);
        return;
      }
      const patched = applyDefaults(schema, strategicMergePatch(schema, live, patch));
      expect((complete?.(patched) ?? patched)['spec']).toEqual(spec);
    });
  }
});
