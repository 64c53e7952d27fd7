import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
// eslint-disable-next-line @nx/enforce-module-boundaries -- only specs use this file, and nothing that ships depends on the real parts
import { install } from '@handoff/real-parts';
import { isRecord } from '../json.js';
import type { Verdict } from './verdicts.js';

const run = promisify(execFile);

/** The kubeadm that deploys a minor version: each takes its own and the one before. */
export const kubeadmFor = (minor: number): string => (minor >= 35 ? 'kubeadm' : minor >= 33 ? 'kubeadm-1.34' : 'kubeadm-1.32');

/** What lies on the host's disk. */
export interface HostFile {
  readonly path: string;
  readonly content: string;
}

/**
 * `kubeadm config validate` of the kubeadm that deploys `minor`.
 * @param disk files that the documents name: kubeadm looks for them. @throws PartUnavailable
 */
export async function judgeByKubeadm(minor: number, documents: string, disk: readonly HostFile[] = []): Promise<Verdict> {
  const said = await runKubeadm(minor, documents, disk, (path) => ['config', 'validate', '--config', path]).catch((error: unknown) => {
    if (!isRecord(error) || typeof error['stderr'] !== 'string') throw error; // no instanceof: it comes from outside of the test's realm
    return new Refusal(error['stderr']);
  });
  return said instanceof Refusal ? { accepted: false, said: said.words } : { accepted: true, said };
}

/** `kubeadm config migrate`: the same documents in the newest version that this kubeadm knows. */
export const migrateByKubeadm = (minor: number, documents: string): Promise<string> =>
  runKubeadm(minor, documents, [], (path) => ['config', 'migrate', '--old-config', path]);

class Refusal {
  constructor(readonly words: string) {}
}

async function runKubeadm(minor: number, documents: string, disk: readonly HostFile[], args: (path: string) => string[]): Promise<string> {
  const { path } = await install(kubeadmFor(minor));
  const folder = await mkdtemp(join(tmpdir(), 'kubeadm-'));
  try {
    let text = documents;
    for (const [index, file] of disk.entries()) {
      const here = join(folder, String(index));
      await writeFile(here, file.content, { mode: 0o600 });
      text = text.replaceAll(file.path, here);
    }
    await writeFile(join(folder, 'kubeadm.yaml'), text, { mode: 0o600 });
    const { stdout, stderr } = await run(path, args(join(folder, 'kubeadm.yaml')));
    return stderr + stdout;
  } finally {
    await rm(folder, { recursive: true });
  }
}
