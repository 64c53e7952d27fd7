import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { findKubeconfig, recordKubeconfig } from './state.js';

describe('the management cluster that a command talks to', () => {
  let state = '';
  beforeEach(async () => { state = await mkdtemp(join(tmpdir(), 'state-')); });
  afterEach(() => rm(state, { recursive: true }));

  it('is the one that is told, else KUBECONFIG, whatever a run left behind; else the one of the folder', async () => {
    await writeFile(join(state, 'management.kubeconfig'), 'left behind');
    expect(findKubeconfig('told', 'environment', state)).toBe(resolve('told'));
    expect(findKubeconfig(undefined, 'environment', state)).toBe(resolve('environment'));
    expect(findKubeconfig(undefined, '', state)).toBe(join(state, 'management.kubeconfig'));
  });

  it('is the one that `up` was told of, while it runs', async () => {
    const record = await recordKubeconfig(state, 'mine');
    await writeFile(join(state, 'management.kubeconfig'), 'left behind');
    expect(findKubeconfig(undefined, undefined, state)).toBe(resolve('mine'));
    await record[Symbol.asyncDispose]();
    expect(await readdir(state)).toEqual(['management.kubeconfig']);
  });

  it('is the embedded one, whatever an `up` that was killed was told of; and none after its end', async () => {
    await recordKubeconfig(state, 'mine');
    const record = await recordKubeconfig(state, undefined);
    await writeFile(join(state, 'management.kubeconfig'), 'embedded');
    expect(findKubeconfig(undefined, undefined, state)).toBe(join(state, 'management.kubeconfig'));
    await record[Symbol.asyncDispose]();
    expect(() => findKubeconfig(undefined, undefined, state)).toThrow(/no management cluster/);
  });
});
