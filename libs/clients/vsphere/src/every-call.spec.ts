import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { fieldOrder, vimTypes } from './xml/vim-types.js';

/** The contract that our vCenter and vcsim are checked against, bare XML over the wire. */
const CONTRACT = fileURLToPath(new URL('../../../../tools/simulators/vcenter/src/', import.meta.url));

describe('the contract of vCenter', () => {
  it('has a check for every method that this client sends', async () => {
    const files = (await readdir(CONTRACT, { recursive: true })).filter((name) => /\.suite\.ts$|testing\/(?:world|raw-client)\.ts$/.test(name));
    const text = (await Promise.all(files.map((name) => readFile(CONTRACT + name, 'utf8')))).join('\n');
    const methods = vimTypes().filter((name) => fieldOrder(name)[0] === '_this');
    expect(methods.length).toBeGreaterThan(25);
    expect(methods.filter((name) => !text.includes(`'${name}'`))).toEqual([]);
  });
});
