import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { install } from '@handoff/real-parts';
import { DEPLOY } from './processes.js';

const execute = promisify(execFile);

/** Runs the real kubectl as the kubeconfig's user. @returns its standard output. @throws Error with what it said */
export async function kubectl(kubeconfig: string, ...args: readonly string[]): Promise<string> {
  const { path } = await install('kubectl');
  const { stdout } = await execute(path, ['--kubeconfig', kubeconfig, ...args], { maxBuffer: 64 * 1024 * 1024 });
  return stdout;
}

/** Applies the CRDs as a person would, and waits until they are served. */
export async function applyCrds(kubeconfig: string): Promise<void> {
  await kubectl(kubeconfig, 'apply', '--server-side', '-k', join(DEPLOY, 'crds'));
  await kubectl(kubeconfig, 'wait', '--for=condition=Established', '--timeout=60s', 'crd', '--all');
}
