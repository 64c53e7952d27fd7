import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { catalogue, serviceOf } from '@handoff/events';
import { parse } from 'yaml';
import { asyncApi } from './asyncapi.js';
import { wiringOfAll } from './durables.js';
import type { Wiring } from './wiring.js';

const CHECKED_IN = fileURLToPath(new URL('../../../../docs/asyncapi.yaml', import.meta.url));

interface Document {
  readonly channels: Readonly<Record<string, { readonly address: string }>>;
  readonly operations: Readonly<Record<string, { readonly action: string; readonly channel: { readonly $ref: string } }>>;
}

describe('the AsyncAPI document', () => {
  let wiring: Wiring;
  let text: string;
  let document: Document;
  beforeAll(async () => {
    wiring = await wiringOfAll();
    text = asyncApi(wiring);
    document = parse(text) as Document;
  });

  // npm test -- apps/handoff/src/handoffs with UPDATE_MANUAL=1 writes it anew
  it('is what docs/asyncapi.yaml holds', async () => {
    if (process.env['UPDATE_MANUAL'] === '1') await writeFile(CHECKED_IN, text);
    expect(await readFile(CHECKED_IN, 'utf8')).toBe(text);
  });

  it('refers only to what it holds', () => {
    const refs = [...text.matchAll(/\$ref: "?#\/([^"\n]+)"?/g)].map(([, path = '']) => path);
    const found = (path: string): unknown => path.split('/')
      .reduce<unknown>((at, key) => (typeof at === 'object' && at !== null ? (at as Record<string, unknown>)[key] : undefined), document);
    expect(refs.length).toBeGreaterThan(catalogue.length);
    expect(refs.filter((path) => found(path) === undefined)).toEqual([]);
  });

  it.each(catalogue.map((event) => [event.name, event] as const))('has one service that sends %s, and those that hear it', (name, event) => {
    const of = (action: string): string[] => Object.entries(document.operations)
      .filter(([, operation]) => operation.action === action && operation.channel.$ref === `#/channels/${name}`).map(([id]) => id.split('.')[0] ?? '');
    const hearers = new Set((wiring.hearers.get(event) ?? []).map(({ service }) => service));
    expect([of('send'), of('receive')]).toEqual([[serviceOf[event.owner]], [...hearers].sort()]);
  });
});
