import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { allKinds, crdOf } from '@handoff/api';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { crdFiles, writeCrds } from './crd-files.js';

const checkedIn = fileURLToPath(new URL('../../../deploy/crds/', import.meta.url));

async function read(directory: string): Promise<Map<string, string>> {
  const names = (await readdir(directory)).sort();
  return new Map(await Promise.all(names.map(async (name) => [name, await readFile(join(directory, name), 'utf8')] as const)));
}

describe('the generated CustomResourceDefinitions', () => {
  it('are what deploy/crds holds; otherwise run crdgen --out deploy/crds', async () => {
    expect(await read(checkedIn)).toEqual(new Map([...crdFiles()].sort(([a], [b]) => (a < b ? -1 : 1))));
  });

  it('say the same in YAML as in memory', () => {
    const files = crdFiles();
    for (const kind of allKinds) {
      const yaml = files.get(`${kind.group}_${kind.plural}.yaml`) ?? '';
      expect(parse(yaml)).toEqual(JSON.parse(JSON.stringify(crdOf(kind))));
    }
  });

  it('are written to a folder that need not exist', async () => {
    const parent = await mkdtemp(join(tmpdir(), 'crdgen-'));
    try {
      const names = await writeCrds(join(parent, 'deep', 'crds'));
      expect((await readdir(join(parent, 'deep', 'crds'))).sort()).toEqual([...names].sort());
    } finally {
      await rm(parent, { recursive: true });
    }
  });
});
