import { ConfigMap, Secret } from '@handoff/api';
import { posix } from 'node:path';

import { ContainerError, type ImageContext } from './image.js';

/** Reads a file that a ConfigMap or Secret puts into the container. Throws ContainerError where nothing is mounted there. */
export async function readMounted({ api, pod, container }: ImageContext, path: string): Promise<string> {
  const mount = (container.volumeMounts ?? []).find(
    ({ mountPath }) => posix.dirname(path) === posix.normalize(mountPath) || path === mountPath,
  );
  const volume = (pod.spec.volumes ?? []).find(({ name }) => name === mount?.name);
  const key = posix.basename(path);
  const { namespace } = pod.metadata;
  const fromMap =
    volume?.configMap?.name === undefined ? undefined : (await api.get(ConfigMap, namespace, volume.configMap.name))?.data?.[key];
  const encoded =
    volume?.secret?.secretName === undefined ? undefined : (await api.get(Secret, namespace, volume.secret.secretName))?.data?.[key];
  const content = fromMap ?? (encoded === undefined ? undefined : Buffer.from(encoded, 'base64').toString('utf8'));
  if (content === undefined) throw new ContainerError(`open ${path}: no such file or directory`);
  return content;
}
