import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { customResourceDefinitions } from '@handoff/api';
import { stringify } from 'yaml';

/** Prints every CustomResourceDefinition, or writes each into a folder. */
export async function crds(options: { readonly directory?: string; readonly output: 'text' | 'json' }): Promise<number> {
  const all = customResourceDefinitions();
  if (options.directory === undefined) {
    const text = options.output === 'json' ? JSON.stringify({ apiVersion: 'v1', kind: 'List', items: all }, null, 2) : all.map((crd) => stringify(crd)).join('---\n');
    process.stdout.write(text.endsWith('\n') ? text : `${text}\n`);
    return 0;
  }
  await mkdir(options.directory, { recursive: true });
  for (const crd of all) await writeFile(join(options.directory, `${crd.metadata.name}.yaml`), stringify(crd));
  process.stdout.write(`${String(all.length)} CRDs written to ${options.directory}\n`);
  return 0;
}
