import { buildGoModule, buildOwnModule, digestOfOwnModule } from './go-module.js';
import type { GoModule } from './go-module.js';

/** Something that brings commands onto the machine, all of one version. */
export type Source =
  | Built
  /** A Debian package; its version is whatever the distribution carries. */
  | { readonly kind: 'packaged'; readonly name: string; readonly commands: readonly string[]; readonly versionArguments: readonly string[] };

/** Something that is compiled here. */
interface Built {
  readonly kind: 'built';
  readonly name: string;
  readonly version: string;
  readonly commands: readonly string[];
  readonly build: (into: string) => Promise<void>;
}

const built = (name: string, module: GoModule, commands: readonly string[]): Source =>
  ({ kind: 'built', name, version: module.version, commands, build: (into) => buildGoModule(module, into) });

/** A release of Kubernetes is one module; the libraries that it replaces by folders are published as v0.x of the same number. */
function kubernetes(name: string, version: string, components: readonly string[], more: Partial<GoModule> = {}): Source {
  const packages = components.map((component) => `k8s.io/kubernetes/cmd/${component}`);
  const ldflags = stamp({ gitVersion: version });
  const module = { module: 'k8s.io/kubernetes', version, packages, siblings: version.replace(/^v1\./, 'v0.'), ldflags, ...more };
  return built(name, module, components.map((component) => more.rename?.[component] ?? component));
}

/** Stamped with major and minor too, as releases are: without them kubeadm takes itself for a test and deploys every version. */
function kubeadm(version: string, command = 'kubeadm'): Source {
  const [, gitMajor = '', gitMinor = ''] = /^v(\d+)\.(\d+)\./.exec(version) ?? [];
  return kubernetes('kubeadm', version, ['kubeadm'], { ldflags: stamp({ gitVersion: version, gitMajor, gitMinor }), rename: { kubeadm: command } });
}

const stamp = (variables: Readonly<Record<string, string>>): string => ['k8s.io/component-base/version', 'k8s.io/client-go/pkg/version']
  .flatMap((module) => Object.entries(variables).map(([name, value]) => `-X ${module}.${name}=${value}`))
  .join(' ');

const plain = (module: string, version: string, command: string, more: Partial<GoModule> = {}): Source =>
  built(command, { module, version, packages: [module], ...more }, [command]);

/** A command of ours around a library of that version: what is built of other sources has another version. */
const own = (name: string, version: string): Source =>
  ({ kind: 'built', name, version: `${version}+${digestOfOwnModule(name)}`, commands: [name], build: (into) => buildOwnModule(name, into) });

const OPEN_SOURCE = 'github.com';
const CLUSTER_API = 'sigs.k8s.io/cluster-api';
const JAEGER = `${OPEN_SOURCE}/jaegertracing/jaeger`;
const COMPOSE = `${OPEN_SOURCE}/docker/compose/v2`;

/**
 * Every real part, by exact version. A kubeadm takes documents of its own minor version and of the one before, hence three of them for
 * the six versions that we make bootstrap data for.
 */
export const sources: readonly Source[] = [
  plain(`${OPEN_SOURCE}/nats-io/nats-server/v2`, 'v2.15.2', 'nats-server'),
  { kind: 'packaged', name: 'redis-server', commands: ['redis-server'], versionArguments: ['--version'] },
  plain('go.etcd.io/etcd/server/v3', 'v3.7.3', 'etcd', { rename: { server: 'etcd' } }),
  kubernetes('kubernetes', 'v1.36.3', ['kube-apiserver', 'kube-controller-manager', 'kubectl']),
  kubeadm('v1.36.3'),
  kubeadm('v1.34.4', 'kubeadm-1.34'),
  kubeadm('v1.32.11', 'kubeadm-1.32'),
  own('vcsim', 'v0.55.1'),
  built('jaeger', { module: JAEGER, version: 'v1.76.0', packages: [`${JAEGER}/cmd/jaeger`] }, ['jaeger']),
  built('clusterctl', {
    module: CLUSTER_API, version: 'v1.14.2', packages: [`${CLUSTER_API}/cmd/clusterctl`], ldflags: `-X ${CLUSTER_API}/version.gitVersion=v1.14.2`,
  }, ['clusterctl']),
  built('docker-compose', {
    module: COMPOSE, version: 'v2.40.3', packages: [`${COMPOSE}/cmd`], rename: { cmd: 'docker-compose' }, ldflags: `-X ${COMPOSE}/internal.Version=v2.40.3`,
  }, ['docker-compose']),
  { kind: 'packaged', name: 'cloud-init', commands: ['cloud-init'], versionArguments: ['--version'] },
];

/** The source that brings a command. @throws TypeError for a name that no source has */
export function sourceOf(command: string): Source {
  const source = sources.find(({ commands }) => commands.includes(command));
  if (source === undefined) throw new TypeError(`no real part is called ${command}; there are ${commandNames().join(', ')}`);
  return source;
}

export const commandNames = (): readonly string[] => sources.flatMap(({ commands }) => commands);
