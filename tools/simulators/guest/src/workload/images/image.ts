import type { Clock } from '@handoff/time';

import type { VcenterConnector } from '../../vcenter/session.js';
import type { ClusterApi } from '../cluster-api.js';
import type { Container, Pod } from '../kinds.js';
import type { Kubelet } from '../kubelet.js';

/** Why a container ended. It is started again after a while. */
export class ContainerError extends Error {
  override readonly name = 'ContainerError';
}

/** What a container can see and do. */
export interface ImageContext {
  readonly api: ClusterApi;
  readonly clock: Clock;
  readonly kubelet: Kubelet;
  readonly pod: Pod;
  readonly container: Container;
  /** Aborted when the pod ends, whatever the cause. */
  readonly signal: AbortSignal;
  readonly vcenters: VcenterConnector;
  /** Runs work under a name that no other pod of the cluster works under at that moment; then nothing is run. */
  once(name: string, work: () => Promise<void>): Promise<void>;
}

/** What a container of an image does once it starts. It returns when the container is ready and throws ContainerError when it ends. */
export type ImageEffect = (context: ImageContext) => Promise<void>;

/** The last path element of an image's name, without tag and digest. */
export function imageName(image: string): string {
  const [path = ''] = image.split('@');
  return (path.split('/').at(-1) ?? '').split(':')[0] ?? '';
}

/** A container's arguments with `$(NAME)` replaced by its environment. */
export function argumentsOf({ command, args, env }: Container): string[] {
  const values = new Map((env ?? []).map(({ name, value }) => [name, value ?? '']));
  return [...(command ?? []), ...(args ?? [])].map((argument) =>
    argument.replace(/\$\(([A-Za-z_]\w*)\)/g, (all, name: string) => values.get(name) ?? all),
  );
}

/** The value of `--name=value` or `--name value`. */
export function flagOf(container: Container, name: string): string | undefined {
  const args = argumentsOf(container);
  const index = args.findIndex((argument) => argument === `--${name}` || argument.startsWith(`--${name}=`));
  const argument = args[index];
  if (argument === undefined) return undefined;
  return argument.includes('=') ? argument.slice(argument.indexOf('=') + 1) : args[index + 1];
}
