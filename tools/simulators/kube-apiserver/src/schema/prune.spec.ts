import { describe, expect, it } from '@jest/globals';
import { builtinResources } from './builtin/resources.js';
import { customResourceSchema } from './builtin/crd.js';
import { applyDefaults, zeroOf } from './defaults.js';
import { prune } from './prune.js';
import type { JsonObject, Schema } from './types.js';

const text: Schema = { type: 'string' };

describe('prune', () => {
  const schema: Schema = {
    type: 'object',
    properties: {
      known: text,
      list: { type: 'array', items: { type: 'object', properties: { a: text } } },
      map: { type: 'object', additionalProperties: { type: 'object', properties: { a: text } } },
      open: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true, properties: { strict: { type: 'object', properties: { a: text } } } },
    },
  };

  it('drops what the schema does not know and names it', () => {
    const { value, pruned } = prune(schema, { known: 'x', extra: 1, list: [{ a: 'x', b: 1 }], map: { k: { a: 'x', c: 2 } } });
    expect(value).toEqual({ known: 'x', list: [{ a: 'x' }], map: { k: { a: 'x' } } });
    expect(pruned).toEqual(['extra', 'list[0].b', 'map.k.c']);
  });

  it('keeps everything below an open object but what a declared part leaves out', () => {
    const { value, pruned } = prune(schema, { open: { any: { thing: 1 }, strict: { a: 'x', b: 1 } } });
    expect(value).toEqual({ open: { any: { thing: 1 }, strict: { a: 'x' } } });
    expect(pruned).toEqual(['open.strict.b']);
  });

  it('gives back the very object when nothing is dropped', () => {
    const object = { known: 'x', list: [{ a: 'x' }] };
    expect(prune(schema, object).value).toBe(object);
  });

  it('is not fooled by names that every object inherits', () => {
    const hostile = JSON.parse('{"__proto__": {"a": 1}, "constructor": 2, "known": "x"}') as JsonObject;
    expect(prune(schema, hostile)).toEqual({ value: { known: 'x' }, pruned: ['__proto__', 'constructor'] });
  });

  it('keeps apiVersion, kind and metadata of embedded resources', () => {
    const whole = customResourceSchema({
      type: 'object', properties: { template: { type: 'object', 'x-kubernetes-embedded-resource': true, properties: { spec: { type: 'object' } } } },
    });
    const object = { apiVersion: 'a/v1', kind: 'K', metadata: { name: 'n' }, template: { apiVersion: 'v1', kind: 'T', metadata: { labels: { a: 'b' } } } };
    expect(prune(whole, object).pruned).toEqual([]);
    expect(prune(whole, { ...object, template: { ...object.template, bogus: 1 } }).pruned).toEqual(['template.bogus']);
  });
});

describe('applyDefaults', () => {
  const schema: Schema = {
    type: 'object',
    properties: {
      size: { type: 'integer', default: 3 },
      nested: { type: 'object', default: {}, properties: { mode: { type: 'string', default: 'auto' } } },
      absent: { type: 'object', properties: { mode: { type: 'string', default: 'auto' } } },
      maybe: { type: 'string', nullable: true },
      plain: text,
    },
  };

  it('fills in defaults, those of a default\'s own fields too, and makes no object that is not there', () => {
    expect(applyDefaults(schema, {})).toEqual({ size: 3, nested: { mode: 'auto' } });
  });

  it('takes a null that is not allowed as absent', () => {
    expect(applyDefaults(schema, { size: null, maybe: null, plain: null })).toEqual({ size: 3, nested: { mode: 'auto' }, maybe: null });
    expect(applyDefaults(schema, { size: null, plain: null }, { keepNulls: true })).toEqual({ size: 3, nested: { mode: 'auto' }, plain: null });
  });

  it('gives back the very object when nothing is missing', () => {
    const object = { size: 1, nested: { mode: 'x' } };
    expect(applyDefaults(schema, object)).toBe(object);
  });

  it('never shares a default between objects', () => {
    const empty: JsonObject = {};
    const [one, two] = [applyDefaults(schema, empty), applyDefaults(schema, empty)];
    expect(one['nested']).not.toBe(two['nested']);
  });

  it('knows what a typed object holds before anything is set', () => {
    const service = builtinResources.find(({ kind }) => kind === 'Service')?.schema ?? {};
    expect(zeroOf(service)).toEqual({ metadata: {}, spec: {}, status: { loadBalancer: {} } });
  });
});
