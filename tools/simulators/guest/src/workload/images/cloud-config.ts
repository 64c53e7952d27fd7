import { Secret } from '@handoff/api';
import { parse as parseIni } from 'ini';
import { parse as parseYaml } from 'yaml';

import { isRecord, scalarIn, type Fields } from '../../json.js';
import type { VcenterAccess } from '../../vcenter/session.js';
import type { ClusterApi } from '../cluster-api.js';
import { ContainerError } from './image.js';

interface Settings {
  readonly server: string;
  readonly port: string | undefined;
  readonly username: string | undefined;
  readonly password: string | undefined;
  readonly thumbprint: string | undefined;
  readonly insecure: boolean;
  readonly secret: { readonly name: string; readonly namespace: string } | undefined;
}

/**
 * The vCenters that the cloud provider's configuration file names, with the credentials that it or a Secret holds. Throws ContainerError.
 */
export async function vcentersOf(text: string, api: ClusterApi): Promise<VcenterAccess[]> {
  const settings = /^\s*\[/m.test(text) && !/^\s*vcenter\s*:/m.test(text) ? fromIni(text) : fromYaml(text);
  if (settings.length === 0) throw new ContainerError('vsphere.conf names no vCenter');
  return Promise.all(settings.map((setting) => withCredentials(setting, api)));
}

function fromYaml(text: string): Settings[] {
  let parsed: unknown;
  try {
    parsed = parseYaml(text, { prettyErrors: false });
  } catch {
    throw new ContainerError('vsphere.conf is not valid YAML');
  }
  const root = isRecord(parsed) ? parsed : {};
  const global = isRecord(root['global']) ? root['global'] : {};
  const vcenters = isRecord(root['vcenter']) ? root['vcenter'] : {};
  return Object.entries(vcenters).map(([name, entry]) =>
    settingsOf(name, isRecord(entry) ? entry : {}, global, ['secretName', 'secretNamespace', 'insecureFlag']),
  );
}

function fromIni(text: string): Settings[] {
  const root = parseIni(text) as Fields;
  const global = isRecord(root['Global']) ? root['Global'] : {};
  return Object.entries(root).flatMap(([section, entry]) => {
    const name = /^VirtualCenter "(.+)"$/.exec(section)?.[1];
    return name === undefined || !isRecord(entry)
      ? []
      : [settingsOf(name, entry, global, ['secret-name', 'secret-namespace', 'insecure-flag'])];
  });
}

/** A vCenter's own settings go before the global ones. */
function settingsOf(
  name: string,
  own: Fields,
  global: Fields,
  [secretName, secretNamespace, insecure]: readonly [string, string, string],
): Settings {
  const text = (key: string): string | undefined => scalarIn(own[key] ?? global[key]);
  const secret = text(secretName);
  return {
    server: text('server') ?? name,
    port: text('port'),
    username: text('user'),
    password: text('password'),
    thumbprint: text('thumbprint'),
    insecure: text(insecure) === 'true' || text(insecure) === '1',
    secret: secret === undefined ? undefined : { name: secret, namespace: text(secretNamespace) ?? 'kube-system' },
  };
}

async function withCredentials(settings: Settings, api: ClusterApi): Promise<VcenterAccess> {
  const { server, port, secret, thumbprint, insecure } = settings;
  const stored = secret === undefined ? undefined : await api.get(Secret, secret.namespace, secret.name);
  if (secret !== undefined && stored === undefined) throw new ContainerError(`secret "${secret.namespace}/${secret.name}" not found`);
  // A key of a Secret cannot hold a colon, so a server that is named with its port is also known by its host.
  const decode = (key: string): string | undefined => {
    const value = stored?.data?.[`${server}.${key}`] ?? stored?.data?.[`${server.replace(/:\d+$/, '')}.${key}`];
    return value === undefined ? undefined : Buffer.from(value, 'base64').toString('utf8');
  };
  const username = decode('username') ?? settings.username;
  const password = decode('password') ?? settings.password;
  if (username === undefined || password === undefined) throw new ContainerError(`no credentials for vCenter ${server}`);
  return {
    server: /:\d+$/.test(server) || port === undefined ? server : `${server}:${port}`,
    username,
    password,
    ...(thumbprint === undefined ? {} : { thumbprint }),
    insecure,
  };
}
