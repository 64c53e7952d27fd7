import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { catalogue, serviceNames } from '@handoff/events';
import type { EventType } from '@handoff/events';
import { wiringOfAll } from './durables.js';
import { handoffsTable } from './table.js';
import type { Wiring } from './wiring.js';

const ROOT = fileURLToPath(new URL('../../../../', import.meta.url));
/** The names under which services know the catalogue's groups. */
const GROUPS: Readonly<Record<EventType['owner'], string>> = {
  gitops: 'Gitops', core: 'Core', bootstrap: 'Bootstrap', ipam: 'Ipam', vsphere: 'Vsphere', addons: 'Addons', backup: 'BackupEvents',
};

describe('the catalogue of handoffs', () => {
  let wiring: Wiring;
  let sources: ReadonlyMap<string, string>;
  beforeAll(async () => {
    wiring = await wiringOfAll();
    sources = new Map(await Promise.all(serviceNames.map(async (service) => [service, await sourceOf(service)] as const)));
  });

  it.each(catalogue.map((event) => [event.name, event] as const))('%s has one publisher', (_name, event) => {
    expect(serviceNames.filter((service) => rings(sources.get(service) ?? '', event))).toHaveLength(1);
  });

  it.each(catalogue.map((event) => [event.name, event] as const))('%s has a hearer, or is for people', (_name, event) => {
    expect((wiring.hearers.get(event) ?? []).length > 0 || event.forPeople).toBe(true);
  });

  // npm test -- wiring with UPDATE_MANUAL=1 writes the page anew
  it('stands in the manual as it is', async () => {
    const publishers = new Map(catalogue.map((event) => [event, serviceNames.find((service) => rings(sources.get(service) ?? '', event)) ?? '']));
    const manual = join(ROOT, 'docs', 'handoffs.md');
    const table = handoffsTable(wiring, publishers);
    if (process.env['UPDATE_MANUAL'] === '1') await writeFile(manual, table);
    expect(await readFile(manual, 'utf8')).toBe(table);
  });
});

/** Whether a source makes a fact of the event, names it as what rings when an object is gone, or publishes it. */
function rings(source: string, { owner, event }: EventType): boolean {
  const name = `${GROUPS[owner]}\\.${event.split('-').map((word) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`).join('')}\\b`;
  return new RegExp(`(?:fact\\(|gone: |\\? |: )${name}`).test(source);
}

async function sourceOf(service: string): Promise<string> {
  const folder = join(ROOT, 'apps', service, 'src');
  const files = (await readdir(folder, { recursive: true })).filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts') && !file.startsWith('testing/'));
  return (await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')))).join('\n');
}
