/* eslint-disable max-lines-per-function -- a suite is one function, as the body of a describe is */
import { beforeAll, expect, it } from '@jest/globals';
import { established } from './custom-resources.cases.js';
import { dig } from '../testing/http.js';
import type { Http, Reply } from '../testing/http.js';

const GROUP = 'deep.example.com';
const RULES = `/apis/${GROUP}/v1/namespaces/default/rules`;
const TABLE = 'application/json;as=Table;v=v1;g=meta.k8s.io';
const text = { type: 'string', maxLength: 20 };

const spec = {
  type: 'object',
  properties: {
    tier: text, count: { type: 'integer' },
    once: { ...text, 'x-kubernetes-validations': [{ rule: 'self == oldSelf', message: 'once is immutable' }] },
    grow: { type: 'integer', 'x-kubernetes-validations': [{ rule: '!oldSelf.hasValue() || self >= oldSelf.value()', optionalOldSelf: true, message: 'grow may not shrink' }] },
    names: { type: 'array', maxItems: 5, items: text, 'x-kubernetes-list-type': 'set' },
    ports: {
      type: 'array', maxItems: 5, 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': ['name'],
      items: {
        type: 'object', required: ['name'], properties: { name: text, port: { type: 'integer', default: 80 }, protocol: { ...text, default: 'TCP' } },
        'x-kubernetes-validations': [{ rule: '!has(oldSelf.port) || self.port >= oldSelf.port', reason: 'FieldValueForbidden', fieldPath: '.port', message: 'port may only grow' }],
      },
    },
    nested: { type: 'object', default: {}, properties: { a: { ...text, default: 'A' }, b: { type: 'object', properties: { c: { type: 'integer', default: 3 } } } } },
    mode: { type: 'string', maxLength: 5, enum: ['x', 'y'] }, pattern: { type: 'string', pattern: '^[a-z]+$', maxLength: 5 },
    nullable: { type: 'string', nullable: true, default: 'd' }, plain: { type: 'string', default: 'p' },
    one: { type: 'object', properties: { a: text, b: text }, oneOf: [{ required: ['a'] }, { required: ['b'] }] },
    when: { type: 'string', format: 'date-time' }, address: { type: 'string', format: 'ipv4' }, either: { 'x-kubernetes-int-or-string': true },
    map: { type: 'object', maxProperties: 5, additionalProperties: { type: 'object', properties: { k: { type: 'string', default: 'v' } } } },
    list: { type: 'array', minItems: 1, maxItems: 2, items: { type: 'integer', minimum: 2, maximum: 9, multipleOf: 2 } },
    embedded: { type: 'object', 'x-kubernetes-embedded-resource': true, 'x-kubernetes-preserve-unknown-fields': true },
  },
  'x-kubernetes-validations': [
    { rule: "!has(self.mode) || self.mode != 'y' || has(self.tier)", messageExpression: "'mode ' + self.mode + ' wants a tier'", reason: 'FieldValueRequired', fieldPath: '.tier' },
    { rule: '!has(self.count) || self.count < 100' },
  ],
};

const status = {
  type: 'object',
  properties: {
    conditions: {
      type: 'array', 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': ['type'],
      items: { type: 'object', required: ['type'], properties: { type: { type: 'string' }, status: { type: 'string' } } },
    },
  },
};

const definition = {
  apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition', metadata: { name: `rules.${GROUP}` },
  spec: {
    group: GROUP, scope: 'Namespaced', names: { plural: 'rules', kind: 'Rule' },
    versions: [{
      name: 'v1', served: true, storage: true, subresources: { status: {} }, selectableFields: [{ jsonPath: '.spec.tier' }, { jsonPath: '.spec.count' }],
      additionalPrinterColumns: [
        { name: 'Tier', type: 'string', jsonPath: '.spec.tier' }, { name: 'Names', type: 'string', jsonPath: '.spec.names' },
        { name: 'Port', type: 'integer', jsonPath: '.spec.ports[0].port' }, { name: 'Ready', type: 'string', jsonPath: '.status.conditions[?(@.type=="Ready")].status' },
      ],
      schema: { openAPIV3Schema: { type: 'object', required: ['spec'], properties: { spec, status } } },
    }],
  },
};

/** Schemas to their depths: defaults, pruning, CEL in all its forms, lists with keys, fields to select by. */
export function rules(api: () => Http): void {
  const rule = (name: string, of: object): object => ({ apiVersion: `${GROUP}/v1`, kind: 'Rule', metadata: { name }, spec: of });
  const create = (name: string, of: object, query = ''): Promise<Reply> => api().post(`${RULES}${query}`, rule(name, of));
  const causes = ({ body }: Reply): unknown => dig(body, 'details', 'causes');

  beforeAll(async () => {
    expect((await api().post('/apis/apiextensions.k8s.io/v1/customresourcedefinitions', definition)).status).toBe(201);
    await established(api(), `rules.${GROUP}`);
  });

  it('fills in defaults at every depth, and prunes what it does not know', async () => {
    const { status: code, body, headers } = await create('filled', { nested: { b: {} }, ports: [{ name: 'h' }], nullable: null, plain: null, map: { x: {} }, bogus: 1 });
    expect([code, headers['warning'], body['spec']]).toEqual([201, '299 - "unknown field \\"spec.bogus\\""', {
      nested: { a: 'A', b: { c: 3 } }, ports: [{ name: 'h', port: 80, protocol: 'TCP' }], nullable: null, plain: 'p', map: { x: { k: 'v' } },
    }]);
  });

  it('names every unknown field under Strict', async () => {
    const { body } = await create('strict', { bogus: 1, nested: { q: 2 }, ports: [{ name: 'h', zip: 1 }] }, '?fieldValidation=Strict');
    expect(body).toMatchObject({
      code: 400,
      message: 'Rule in version "v1" cannot be handled as a Rule: strict decoding error: unknown field "spec.bogus", unknown field "spec.nested.q", unknown field "spec.ports[0].zip"',
    });
  });

  it.each([
    ['twice the same in a set', { names: ['a', 'a'] }, [{ field: 'spec.names[1]', reason: 'FieldValueDuplicate', message: 'Duplicate value: "a"' }]],
    ['twice the same key', { ports: [{ name: 'h' }, { name: 'h' }] }, [{ field: 'spec.ports[1]', message: 'Duplicate value: {"name":"h"}' }]],
    ['neither alternative', { one: {} }, [{ message: 'Invalid value: "": "spec.one" must validate one and only one schema (oneOf). Found none valid' }, { field: 'spec.one.a' }]],
    ['both alternatives', { one: { a: '1', b: '2' } }, [{ message: 'Invalid value: "": "spec.one" must validate one and only one schema (oneOf). Found 2 valid alternatives' }]],
    ['items out of bounds', { list: [1, 10, 4] }, [
      { field: 'spec.list[0]', message: expect.stringContaining('multiple of 2') }, { field: 'spec.list[0]', message: expect.stringContaining('greater than or equal to 2') },
      { field: 'spec.list[1]' }, { field: 'spec.list', reason: 'FieldValueTooMany' },
    ]],
    ['a text too long, and only that', { pattern: 'ABCDEFG' }, [{ field: 'spec.pattern', reason: 'FieldValueTooLong' }]],
    ['a time that is none', { when: 'today' }, [{ field: 'spec.when', reason: 'FieldValueTypeInvalid' }]],
    ['an address that is none', { address: '1.2.3.4.5' }, [{ field: 'spec.address', reason: 'FieldValueTypeInvalid' }]],
    ['neither integer nor string', { either: true }, [{ field: 'spec.either', message: 'Invalid value: "boolean": spec.either in body must be of type integer,string: "boolean"' }]],
    ['an embedded resource without a kind', { embedded: { foo: 1 } }, [{ field: 'spec.embedded.apiVersion' }, { field: 'spec.embedded.kind' }]],
  ])('refuses %s', async (_, of, expected) => {
    const reply = await create('refused', of);
    const told = (causes(reply) as { message: string }[]).filter(({ message }) => !message.includes('some validation rules were not checked'));
    expect([reply.status, told]).toMatchObject([422, expected]);
  });

  it('words a broken rule as the rule says, at the field and for the reason that it names', async () => {
    expect((await create('worded', { mode: 'y' })).body['message']).toBe(`Rule.${GROUP} "worded" is invalid: spec.tier: Required value: mode y wants a tier`);
    expect((await create('worded', { mode: 'y', count: 100 })).body['message']).toBe(
      `Rule.${GROUP} "worded" is invalid: [spec.tier: Required value: mode y wants a tier, spec: Invalid value: failed rule: !has(self.count) || self.count < 100]`);
  });

  it('holds changes against what was before', async () => {
    await create('changing', { grow: 5, once: 'x', ports: [{ name: 'h' }] });
    const change = (of: object): Promise<Reply> => api().merge(`${RULES}/changing`, { spec: of });
    expect((await change({ grow: 3 })).body['message']).toContain('spec.grow: Invalid value: 3: grow may not shrink');
    expect((await change({ once: 'y' })).body['message']).toContain('spec.once: Invalid value: "y": once is immutable');
    expect(causes(await change({ ports: [{ name: 'h', port: 70 }] }))).toMatchObject([{ field: 'spec.ports[0].port', reason: 'FieldValueForbidden', message: 'Forbidden: port may only grow' }]);
    expect((await change({ grow: 7, ports: [{ name: 'i', port: 1 }, { name: 'h', port: 81 }] })).status).toBe(200);
    // A field that goes has no self to compare; when it comes again, a rule that wants an old value has none.
    expect((await change({ once: null })).status).toBe(200);
    expect((await change({ once: 'z' })).status).toBe(200);
  });

  it('selects by the fields that the definition names, and by no others', async () => {
    await create('golden', { tier: 'gold', count: 3, names: ['a', 'b'], ports: [{ name: 'h', port: 8080 }] });
    await create('silver', { tier: 'silver', count: 3 });
    const names = async (selector: string): Promise<unknown> =>
      ((await api().get(`${RULES}?fieldSelector=${encodeURIComponent(selector)}`)).body['items'] as object[]).map((item) => dig(item, 'metadata', 'name'));
    expect(await names('spec.tier=gold,spec.count=3')).toEqual(['golden']);
    expect(await names('spec.count=3,spec.tier!=gold')).toEqual(['silver']);
    expect((await api().get(`${RULES}?fieldSelector=spec.mode%3Dx`)).body).toMatchObject({ code: 400, message: 'field label not supported: spec.mode' });
  });

  it('prints columns by their paths', async () => {
    await api().merge(`${RULES}/golden/status`, { status: { conditions: [{ type: 'Other', status: 'False' }, { type: 'Ready', status: 'True' }] } });
    const { body } = await api().get(`${RULES}?fieldSelector=metadata.name%3Dgolden`, { accept: TABLE });
    expect(dig(body, 'rows', 0, 'cells')).toEqual(['golden', 'gold', '["a","b"]', 8080, 'True']);
  });

  it('lets a status be written by its keys, and nothing but the status', async () => {
    await create('watched', {});
    const one = `${RULES}/watched/status`;
    const apply = (manager: string, type: string, value: string): Promise<Reply> =>
      api().apply(`${one}?fieldManager=${manager}`, { apiVersion: `${GROUP}/v1`, kind: 'Rule', metadata: { name: 'watched' }, spec: { tier: 'no' }, status: { conditions: [{ type, status: value }] } });
    await apply('one', 'A', 'True');
    const { body } = await apply('two', 'B', 'True');
    expect([dig(body, 'status', 'conditions'), dig(body, 'spec', 'tier')]).toEqual([[{ type: 'A', status: 'True' }, { type: 'B', status: 'True' }], undefined]);
    expect((await apply('two', 'A', 'False')).status).toBe(409);
    expect(causes(await api().merge(one, { status: { conditions: [{ status: 'True' }] } }))).toEqual(expect.arrayContaining([expect.objectContaining({ field: 'status.conditions[0].type' })]));
    expect((await api().merge(one, { status: { conditions: [{ type: 'A' }, { type: 'A' }] } })).body).toMatchObject({ code: 422, details: { causes: [{ reason: 'FieldValueDuplicate' }] } });
  });

  it('advises against finalizers of no domain', async () => {
    const { status: code, headers } = await api().post(RULES, { ...rule('advised', {}), metadata: { name: 'advised', finalizers: ['nodomain', 'some.example.com', 'example.com/full'] } });
    expect([code, headers['warning']]).toEqual([201,
      '299 - "metadata.finalizers: \\"nodomain\\": prefer a domain-qualified finalizer name to avoid accidental conflicts with other finalizer writers", ' +
      '299 - "metadata.finalizers: \\"some.example.com\\": prefer a domain-qualified finalizer name including a path (/) to avoid accidental conflicts with other finalizer writers"']);
    await api().merge(`${RULES}/advised`, { metadata: { finalizers: null } });
  });
}
