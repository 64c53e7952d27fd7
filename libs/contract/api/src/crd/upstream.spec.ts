import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { allKinds } from './all-kinds.js';
import { crdOf } from './crd.js';

type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
const Json: z.ZodType<Json> = z.json();

const fixture = z
  .object({
    shared: z.array(Json),
    crds: z.array(z.object({ name: z.string(), labels: z.record(z.string(), z.string()), spec: Json })),
  })
  .parse(JSON.parse(readFileSync(new URL('../testdata/upstream-crds.json', import.meta.url), 'utf8')));

const isRecord = (value: Json): value is { [key: string]: Json } => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Puts the shared schemas back in their places. */
function resolved(value: Json): Json {
  if (Array.isArray(value)) return value.map(resolved);
  if (!isRecord(value)) return value;
  const reference = value['$ref'];
  if (typeof reference === 'number') return resolved(fixture.shared[reference] ?? null);
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, resolved(field)]));
}

/**
 * Brings a CRD's spec to one form: what says nothing is left out (a minimum length of zero, no subresources), and so are
 * descriptions. `properties` is kept apart because a field may be called `description` or `required`.
 */
function normalised(value: Json): Json {
  if (Array.isArray(value)) return value.map(normalised);
  if (!isRecord(value)) return value;
  const { properties, description: _, ...rest } = value;
  const entries = Object.entries(rest).filter(([key, field]) => !saysNothing(key, field));
  return {
    ...Object.fromEntries(entries.map(([key, field]) => [key, wording(key, normalised(field))])),
    ...(properties !== undefined && isRecord(properties)
      ? { properties: Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, normalised(schema)])) }
      : {}),
  };
}

const saysNothing = (key: string, field: Json): boolean =>
  ((key === 'minLength' || key === 'minItems') && field === 0) || (key === 'subresources' && JSON.stringify(field) === '{}');

function wording(key: string, field: Json): Json {
  if (key === 'required' && Array.isArray(field)) return [...field].sort();
  if (key === 'pattern' && typeof field === 'string') return field.replaceAll('\\/', '/');
  return field;
}

const upstreamCrds = fixture.crds.map((crd) => [crd.name, crd] as const);
const ours = new Map(allKinds.map(crdOf).map((crd) => [crd.metadata.name, crd]));

describe('the CustomResourceDefinitions', () => {
  it.each(upstreamCrds)('of %s is what upstream has', (name, upstream) => {
    const crd = ours.get(name);
    expect(normalised(Json.parse(JSON.parse(JSON.stringify(crd?.spec ?? null))))).toEqual(normalised(resolved(upstream.spec)));
  });

  it.each(upstreamCrds)('of %s carries its provider, and no contract that is not served', (name, upstream) => {
    const { 'cluster.x-k8s.io/v1beta1': _, ...labels } = upstream.labels;
    expect(ours.get(name)?.metadata.labels).toEqual({ ...labels, 'clusterctl.cluster.x-k8s.io': '' });
  });

  it('are one per name', () => {
    expect(ours.size).toBe(allKinds.length);
  });
});
