import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { customResourceDefinitions } from '@handoff/api';
import { stringify } from 'yaml';

/** Keys in alphabetical order: the files do not change when only the order of a schema's fields does. */
const YAML_STYLE = { sortMapEntries: true, lineWidth: 120, aliasDuplicateObjects: false } as const;

/** Every generated file by its name: one per CustomResourceDefinition, and a kustomization that lists them. */
export function crdFiles(): ReadonlyMap<string, string> {
  const crds = customResourceDefinitions().map((crd) => {
    return [`${crd.spec.group}_${crd.spec.names.plural}.yaml`, stringify(crd, YAML_STYLE)] as const;
  });
  const kustomization = {
    apiVersion: 'kustomize.config.k8s.io/v1beta1',
    kind: 'Kustomization',
    resources: crds.map(([name]) => name).sort(),
  };
  return new Map([...crds, ['kustomization.yaml', stringify(kustomization)]]);
}

/** Writes all files into `directory`, which is made if need be. @returns the names of the files */
export async function writeCrds(directory: string): Promise<readonly string[]> {
  await mkdir(directory, { recursive: true });
  const files = crdFiles();
  await Promise.all([...files].map(([name, content]) => writeFile(join(directory, name), content)));
  return [...files.keys()];
}
