import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { KubeconfigError, loadKubeconfig, loadPodKubeconfig } from './kubeconfig.js';

const TOKEN = 'eyJ-a-secret';
const kubeconfig = (server: string, user = `token: ${TOKEN}`): string => `apiVersion: v1
kind: Config
current-context: c
clusters: [{ name: c, cluster: { server: "${server}" } }]
contexts: [{ name: c, context: { cluster: c, user: u } }]
users:
- name: u
  user:
    ${user}
`;

async function thrown(text: string | undefined): Promise<{ path: string; message: string; error: unknown }> {
  const folder = await mkdtemp(join(tmpdir(), 'kubeconfig-'));
  const path = join(folder, 'config');
  try {
    if (text !== undefined) await writeFile(path, text);
    loadKubeconfig(path);
  } catch (error) {
    return { path, error, message: error instanceof Error ? error.message : '' };
  } finally {
    await rm(folder, { recursive: true });
  }
  throw new Error('nothing was thrown');
}

describe('a kubeconfig', () => {
  it.each([
    ['bad indentation', kubeconfig('https://192.0.2.1:6443', `token: ${TOKEN}\n   other: x: y`), /, line \d+, column \d+: \w[\w ]+$/],
    ['a quote that is not closed', kubeconfig('https://192.0.2.1:6443', `token: "${TOKEN}`), /, line \d+, column \d+: \w[\w ]+$/],
    ['a secret that looks like an alias', kubeconfig('https://192.0.2.1:6443', `token: *${TOKEN}`), /, line \d+, column \d+: unidentified alias$/],
    ['a secret that looks like a tag', kubeconfig('https://192.0.2.1:6443', `token: !${TOKEN} x`), /, line \d+, column \d+: unknown scalar tag$/],
    ['text that is no mapping', TOKEN, /: its current context names no cluster: /],
    ['an entry without a name', `clusters: [{ cluster: { server: ${TOKEN} } }]`, /: it is no kubeconfig: clusters\[0\]\.name is missing$/],
    ['a server that is no URL', kubeconfig(`user:${TOKEN}@192.0.2.1`), /: the server of cluster "c" is no URL: expected one such as https:/],
    ['a server without a scheme', kubeconfig('192.0.2.1:6443'), /is no URL/],
    ['an empty file', '\n', /: the file is empty; .*--kubeconfig or KUBECONFIG/],
    ['no file', undefined, /: there is no such file; .*--kubeconfig or KUBECONFIG/],
  ])('tells of %s with its path, and quotes nothing', async (_, text, expected) => {
    const { path, message, error } = await thrown(text);
    expect(error).toBeInstanceOf(KubeconfigError);
    expect(message.startsWith(`kubeconfig ${path}`)).toBe(true);
    expect(message).toMatch(expected);
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain(TOKEN);
  });

  it('that is as it should be is loaded', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'kubeconfig-'));
    await writeFile(join(folder, 'config'), kubeconfig('https://192.0.2.1:6443'));
    const config = loadKubeconfig(join(folder, 'config'));
    await rm(folder, { recursive: true });
    expect([config.getCurrentCluster()?.server, config.getCurrentUser()?.token]).toEqual(['https://192.0.2.1:6443', TOKEN]);
  });

  it('is asked for outside of a Pod', () => {
    expect(() => loadPodKubeconfig('/nowhere/token')).toThrow(/set KUBECONFIG or --kubeconfig/);
  });
});
