import { parse } from 'yaml';

import { isRecord, type Fields } from '../json.js';
import { CloudConfigError } from './cloud-config.js';

/** What the host tells cloud-init about itself, beside the metadata. */
export interface HostFacts {
  readonly hostname: string;
  readonly addresses: readonly string[];
}

/** The metadata document of the VMware data source. Throws CloudConfigError where it is no mapping. */
export function parseMetadata(text: string): Fields {
  let value: unknown;
  try {
    value = parse(text, { prettyErrors: false });
  } catch {
    throw new CloudConfigError('guestinfo.metadata is not valid YAML');
  }
  if (value === null || value === undefined) return {};
  if (!isRecord(value)) throw new CloudConfigError('guestinfo.metadata is no mapping');
  return value;
}

/**
 * The variables of templates: `v1` (also at top level) and `ds.meta_data`, in which a hyphen of a key may be written as an underscore.
 * The VMware data source adds the host's name and addresses to the metadata once the network is up.
 */
export function instanceData(metadata: Fields, facts: HostFacts): Fields {
  const ipv4 = facts.addresses.find((address) => !address.includes(':'));
  const ipv6 = facts.addresses.find((address) => address.includes(':'));
  const standard = {
    cloud_name: 'vmware',
    cloud_id: 'vmware',
    platform: 'vmware',
    distro: 'ubuntu',
    distro_version: '22.04',
    instance_id: metadata['instance-id'] ?? 'iid-vmware',
    local_hostname: facts.hostname,
    region: null,
    availability_zone: null,
  };
  const metaData = {
    hostname: facts.hostname,
    'local-hostname': facts.hostname,
    ...(ipv4 === undefined ? {} : { 'local-ipv4': ipv4 }),
    ...(ipv6 === undefined ? {} : { 'local-ipv6': ipv6 }),
    ...metadata,
  };
  return { ...standard, v1: standard, ds: { meta_data: withAliases(metaData) } };
}

function withAliases(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withAliases);
  if (!isRecord(value)) return value;
  const result: Record<string, unknown> = {};
  for (const [key, item] of Object.entries(value)) {
    const copy = withAliases(item);
    result[key] = copy;
    result[key.replaceAll('-', '_')] ??= copy;
  }
  return result;
}
