import { execFile } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
// eslint-disable-next-line @nx/enforce-module-boundaries -- only specs use this file, and nothing that ships depends on the real parts
import { install } from '@handoff/real-parts';
import { parse } from 'yaml';
import { z } from 'zod';
import type { HostFacts } from '../cloudinit/instance-data.js';
import type { Verdict } from './verdicts.js';

const run = promisify(execFile);

/**
 * cloud-init's own data source for VMware, fed through the environment as its manual describes, in a folder of ours. What it would ask the
 * machine about itself is answered by us: everything else is its own doing, up to the instance data that templates are rendered with.
 */
const DATA_SOURCE = `
import json, os, sys
from cloudinit import helpers
from cloudinit.sources import DataSourceVMware as vmware
folder, host = sys.argv[1], json.loads(sys.argv[2])
os.makedirs(folder + '/run', exist_ok=True)
vmware.get_host_info = lambda: dict(host)
source = vmware.DataSourceVMware({}, None, helpers.Paths({'cloud_dir': folder + '/cloud', 'run_dir': folder + '/run'}))
assert source.get_data(), 'no data'
json.dump({'network': source.network_config}, open(folder + '/network.json', 'w'))
source.setup(True)
`;

const rendered = z.object({
  write_files: z.array(z.looseObject({ path: z.string(), content: z.string() })),
  runcmd: z.array(z.string()),
});

/** A user's data as the host got it: rendered, and the parts that the specs look into. */
export interface Rendered extends z.infer<typeof rendered> {
  readonly text: string;
}

/** The real cloud-init, playing the first boot of a VM. */
export class RealCloudInit {
  #runs = 0;

  private constructor(private readonly path: string, private readonly python: string, private readonly folder: string) {}

  /** @param folder for what it writes. @throws PartUnavailable */
  static async in(folder: string): Promise<RealCloudInit> {
    const { path } = await install('cloud-init');
    return new RealCloudInit(path, await interpreterOf(path), folder);
  }

  /** Reads guestinfo as the data source does. @returns the path of the instance data and of the network configuration */
  async readGuestinfo(metadata: string, host: HostFacts): Promise<{ readonly instanceData: string; readonly network: string }> {
    const folder = await this.#newFolder();
    const env = { VMX_GUESTINFO: '1', VMX_GUESTINFO_METADATA: Buffer.from(metadata).toString('base64'), VMX_GUESTINFO_METADATA_ENCODING: 'base64' };
    await run(this.python, ['-c', DATA_SOURCE, folder, JSON.stringify(hostInfo(host))], { env: { ...process.env, ...env } });
    return { instanceData: join(folder, 'run/instance-data-sensitive.json'), network: join(folder, 'network.json') };
  }

  /** `cloud-init devel render`. */
  async render(userData: string, instanceData: string): Promise<Rendered> {
    const file = join(await this.#newFolder(), 'user-data.txt');
    await writeFile(file, userData);
    const { stdout } = await run(this.path, ['devel', 'render', '-i', instanceData, file]);
    return { text: stdout, ...rendered.parse(parse(stdout, { version: '1.1' })) };
  }

  /** `cloud-init schema`. */
  async judge(cloudConfig: string): Promise<Verdict> {
    const file = join(await this.#newFolder(), 'cloud-config.yaml');
    await writeFile(file, cloudConfig);
    return run(this.path, ['schema', '--config-file', file]).then(
      ({ stdout }) => ({ accepted: true, said: stdout }),
      (error: unknown) => ({ accepted: false, said: String(error) }),
    );
  }

  /** `cloud-init devel net-convert`. @returns the units of systemd-networkd, by file name */
  async networkUnits(network: string): Promise<ReadonlyMap<string, string>> {
    const folder = await this.#newFolder();
    await run(this.path, ['devel', 'net-convert', '-p', network, '-k', 'yaml', '-d', folder, '-D', 'ubuntu', '-O', 'networkd']);
    const { stdout } = await run('find', [folder, '-name', '*.network', '-printf', '%f\\n']);
    const names = stdout.split('\n').filter((name) => name !== '').sort();
    return new Map(await Promise.all(names.map(async (name) => [name, await readFile(join(folder, 'etc/systemd/network', name), 'utf8')] as const)));
  }

  async #newFolder(): Promise<string> {
    this.#runs += 1;
    const folder = join(this.folder, String(this.#runs));
    await mkdir(folder, { recursive: true });
    return folder;
  }
}

/** What cloud-init finds out about a machine that has these addresses. */
function hostInfo({ hostname, addresses }: HostFacts): object {
  const ipv4 = addresses.filter((address) => !address.includes(':'));
  const ipv6 = addresses.filter((address) => address.includes(':'));
  const byAddress = (list: readonly string[]): object => Object.fromEntries(list.map((address) => [address, {}]));
  return {
    hostname, 'local-hostname': hostname, local_hostname: hostname,
    ...(ipv4[0] === undefined ? {} : { 'local-ipv4': ipv4[0] }),
    ...(ipv6[0] === undefined ? {} : { 'local-ipv6': ipv6[0] }),
    network: { interfaces: { 'by-mac': {}, 'by-ipv4': byAddress(ipv4), 'by-ipv6': byAddress(ipv6) } },
  };
}

/** A Python program says in its first line which Python has its modules. */
async function interpreterOf(path: string): Promise<string> {
  const [first = ''] = (await readFile(path, 'utf8')).split('\n');
  return first.replace(/^#!\s*/, '');
}
