import { KubeadmConfigSpec, Secret } from '@handoff/api';
import {
  bootstrapData,
  bootstrapTokenSecret,
  vendorData,
  type BootstrapRequest,
  type BootstrapTokenSecret,
  type ClusterFacts,
} from '@handoff/kubeadm';
import { clusterCertificates, generateKeys, publicKeyHash, type ClusterCertificates } from '@handoff/pki';
import { systemClock, systemRandom } from '@handoff/time';
import { createServer, type AddressInfo } from 'node:net';
import { parse, stringify } from 'yaml';

import { delaysOf } from '../delays.js';
import { DelayLedger } from '../journal.js';
import { Guest, type GuestHardware, type GuestPorts } from '../system/guest.js';
import { ClusterDirectory } from '../workload/cluster-directory.js';
import type { VcenterConnector } from '../vcenter/session.js';
import { VcenterError } from '../vcenter/soap.js';

/** A port of the loopback address that nobody listens on at this moment. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

const unreachable: VcenterConnector = { connect: () => Promise.reject(new VcenterError('no vCenter in this test')) };

/** The static pod of kube-vip as users write it. */
export function kubeVipManifest(address: string, port: number, kubeconfig = '/etc/kubernetes/admin.conf'): string {
  return stringify({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'kube-vip', namespace: 'kube-system' },
    spec: {
      containers: [
        {
          name: 'kube-vip',
          image: 'ghcr.io/kube-vip/kube-vip:v0.6.4',
          args: ['manager'],
          env: [
            { name: 'cp_enable', value: 'true' },
            { name: 'port', value: String(port) },
            { name: 'address', value: address },
          ],
          volumeMounts: [{ mountPath: '/etc/kubernetes/admin.conf', name: 'kubeconfig' }],
        },
      ],
      hostNetwork: true,
      volumes: [{ name: 'kubeconfig', hostPath: { path: kubeconfig } }],
    },
  });
}

/** What users of kube-vip run before kubeadm, so that the first node gets a kubeconfig with rights from the start. */
export const prepareScript = `#!/bin/bash
set -e
MINOR="$(kubeadm version -o short | cut -d '.' -f 2)"
if [[ "$MINOR" -lt "29" ]]; then
  exit 0
fi
FIRST="false"
if [[ -f /run/kubeadm/kubeadm.yaml ]]; then
  FIRST="true"
fi
if [[ -f /etc/kubeadm.sh ]] && grep -q -e "kubeadm init" /etc/kubeadm.sh; then
  FIRST="true"
fi
if [[ "$FIRST" == "true" ]]; then
  sed -i 's#path: /etc/kubernetes/admin.conf#path: /etc/kubernetes/super-admin.conf#' \\
    /etc/kubernetes/manifests/kube-vip.yaml
fi
`;

/** Everything that bootstrap data of one cluster is made of, and guests to run it on. */
export class ClusterFixture implements AsyncDisposable {
  readonly ledger = new DelayLedger(systemClock, delaysOf('none'));
  readonly clusters = new ClusterDirectory({
    clock: systemClock,
    random: systemRandom,
    delays: this.ledger,
    vcenters: unreachable,
    say: (text) => this.said.push(text),
  });
  readonly said: string[] = [];
  readonly #power = new AbortController();
  #guests = 0;

  private constructor(
    readonly port: number,
    readonly certificates: ClusterCertificates,
  ) {}

  static async create(): Promise<ClusterFixture> {
    const ports = { keys: { next: () => generateKeys('ECDSA-P256') }, clock: systemClock, random: systemRandom };
    return new ClusterFixture(await freePort(), await clusterCertificates(ports));
  }

  get facts(): ClusterFacts {
    return {
      clusterName: 'demo',
      version: 'v1.33.1',
      controlPlaneEndpoint: `127.0.0.1:${String(this.port)}`,
      podSubnet: '192.168.0.0/16',
      apiServerPort: this.port,
    };
  }

  /** A specification like that of the common templates; `change` edits it first. */
  spec(change: (spec: Record<string, unknown>) => void = () => undefined): KubeadmConfigSpec {
    const registration = {
      name: '{{ local_hostname }}',
      criSocket: '/var/run/containerd/containerd.sock',
      kubeletExtraArgs: [{ name: 'cloud-provider', value: 'external' }],
    };
    const raw: Record<string, unknown> = {
      clusterConfiguration: { controllerManager: { extraArgs: [{ name: 'cloud-provider', value: 'external' }] } },
      initConfiguration: { nodeRegistration: registration },
      joinConfiguration: { nodeRegistration: registration },
      files: [
        {
          path: '/etc/kubernetes/manifests/kube-vip.yaml',
          owner: 'root:root',
          permissions: '0644',
          content: kubeVipManifest('127.0.0.1', this.port),
        },
        { path: '/etc/pre-kubeadm-commands/50-kube-vip-prepare.sh', owner: 'root:root', permissions: '0700', content: prepareScript },
      ],
      preKubeadmCommands: [
        'hostnamectl set-hostname "{{ ds.meta_data.hostname }}"',
        'echo "::1         ipv6-localhost ipv6-loopback" >/etc/hosts',
        'echo "127.0.0.1   {{ ds.meta_data.hostname }} {{ local_hostname }} localhost" >>/etc/hosts',
        'mkdir -p /etc/pre-kubeadm-commands',
        'for script in $(find /etc/pre-kubeadm-commands/ -name \'*.sh\' -type f | sort); do echo "Running script $script"; "$script"; done',
      ],
    };
    change(raw);
    return KubeadmConfigSpec.parse(raw);
  }

  initData(change?: (spec: Record<string, unknown>) => void): string {
    return bootstrapData({ role: 'init', spec: this.spec(change), facts: this.facts, certificates: this.certificates }).value;
  }

  joinData(
    role: 'join-worker' | 'join-control-plane',
    token: string,
    overrides: { readonly pin?: string; readonly endpoint?: string; readonly certificates?: ClusterCertificates } = {},
  ): string {
    const join = {
      token,
      caCertHashes: [overrides.pin ?? publicKeyHash(this.certificates.ca['tls.crt'])],
      apiServerEndpoint: overrides.endpoint ?? `127.0.0.1:${String(this.port)}`,
    };
    const common = { spec: this.spec(), facts: this.facts, join };
    const request: BootstrapRequest =
      role === 'join-worker' ? { role, ...common } : { role, ...common, certificates: overrides.certificates ?? this.certificates };
    return bootstrapData(request).value;
  }

  tokenSecret(token: string, ttlSeconds = 900): BootstrapTokenSecret {
    return bootstrapTokenSecret({ token, now: systemClock.now(), ttlSeconds });
  }

  /** Makes a bootstrap token in the cluster, as whoever wants a node to join does. */
  async invite(token: string, ttlSeconds = 900): Promise<void> {
    const { metadata, type, stringData } = this.tokenSecret(token, ttlSeconds);
    await this.clusters.byAuthority(this.certificates.ca['tls.crt'])?.api.create(Secret, { metadata, type, stringData });
  }

  /** Runs a guest with this user data to the end of cloud-init and says what its reporter reported last. */
  async boot(
    name: string,
    userData: string,
    hardware: Partial<GuestHardware> & { readonly metadata?: string } = {},
  ): Promise<BootedGuest> {
    const guest = new Guest();
    this.#guests += 1;
    const { metadata, ...rest } = hardware;
    const macAddress = `00:50:56:00:00:${String(this.#guests).padStart(2, '0')}`;
    const variables: Record<string, string> = {};
    const power = new AbortController();
    const machine: GuestHardware = {
      vm: name,
      uuid: `4200${String(this.#guests).padStart(4, '0')}-0000-4000-8000-000000000000`,
      cards: [{ macAddress }],
      kubernetesVersion: 'v1.33.1',
      ...rest,
    };
    const ports: GuestPorts = {
      clock: systemClock,
      random: systemRandom,
      keys: { next: generateKeys },
      delays: this.ledger,
      discoveryTimeout: 200,
      clusters: this.clusters,
      lease: () => '198.18.0.99',
      announce: async (addresses) => void (variables['announced'] = addresses.join(',')),
      setVariables: async (entries) => void Object.assign(variables, entries),
    };
    const data = {
      metadata: metadata ?? metadataOf(name, macAddress, `198.51.100.${String(20 + this.#guests)}`),
      userData,
      vendorData: vendorData(),
    };
    await guest.run(machine, data, ports, AbortSignal.any([power.signal, this.#power.signal]));
    return { guest, variables, power, machine, ports, data };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#power.abort(new Error('the test is over'));
    await this.clusters[Symbol.asyncDispose]();
  }
}

export interface BootedGuest {
  readonly guest: Guest;
  readonly variables: Readonly<Record<string, string>>;
  readonly power: AbortController;
  readonly machine: GuestHardware;
  readonly ports: GuestPorts;
  readonly data: { readonly metadata: string; readonly userData: string; readonly vendorData: string };
}

export function metadataOf(name: string, macAddress: string, address: string): string {
  return stringify({
    'instance-id': name,
    'local-hostname': name,
    network: {
      version: 2,
      ethernets: {
        id0: {
          match: { macaddress: macAddress },
          'set-name': 'eth0',
          dhcp4: false,
          addresses: [`${address}/24`],
          gateway4: '198.51.100.1',
        },
      },
    },
  });
}

/** Edits user data as a mistake would: the text is parsed, changed and written again under its two header lines. */
export function editUserData(
  userData: string,
  edit: (config: { write_files: { path: string; content: string; permissions?: unknown }[]; runcmd: unknown[] }) => void,
): string {
  const [template = '', header = '', ...rest] = userData.split('\n');
  const config = parse(rest.join('\n')) as Parameters<typeof edit>[0];
  edit(config);
  return `${template}\n${header}\n${stringify(config, { lineWidth: 0 })}`;
}
