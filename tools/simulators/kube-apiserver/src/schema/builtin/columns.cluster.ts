import { age, ageColumn, at, column, count, field, flag, items, nameColumn, selectorText, text, wide } from './columns.js';
import { asObject } from '../walk.js';
import type { Column, JsonObject } from '../types.js';

const names = (found: JsonObject[], key = 'name'): string => found.map((item) => text(item[key])).join(', ');
const list = (object: JsonObject, path: string): string[] => {
  const found = at(object, path);
  return Array.isArray(found) ? found.map((item) => text(item)) : [];
};
const orNone = (value: string): string => (value === '' ? '<none>' : value);
const size = (name: string, path: string): Column => column(name, (object) => Object.keys(asObject(at(object, path))).length);

export const namespaceColumns: readonly Column[] = [nameColumn, field('Status', 'status.phase'), ageColumn];
export const configMapColumns: readonly Column[] = [
  nameColumn,
  column('Data', (map) => Object.keys({ ...asObject(map['data']), ...asObject(map['binaryData']) }).length),
  ageColumn,
];
export const secretColumns: readonly Column[] = [nameColumn, field('Type', 'type'), size('Data', 'data'), ageColumn];

function externalAddress(service: JsonObject): string {
  const ingress = items(service, 'status.loadBalancer.ingress').map((entry) => text(entry['ip'], text(entry['hostname'])));
  const external = list(service, 'spec.externalIPs');
  switch (at(service, 'spec.type')) {
    case 'LoadBalancer':
      return ingress.length + external.length === 0 ? '<pending>' : [...ingress, ...external].join(',');
    case 'ExternalName':
      return text(at(service, 'spec.externalName'));
    default:
      return orNone(external.join(','));
  }
}

function servicePorts(service: JsonObject): string {
  return orNone(items(service, 'spec.ports').map((port) => {
    const nodePort = port['nodePort'] === undefined || port['nodePort'] === 0 ? '' : `:${text(port['nodePort'])}`;
    return `${text(port['port'])}${nodePort}/${text(port['protocol'], 'TCP')}`;
  }).join(','));
}

export const serviceColumns: readonly Column[] = [
  nameColumn,
  field('Type', 'spec.type'),
  field('Cluster-IP', 'spec.clusterIP', '<none>'),
  column('External-IP', externalAddress),
  column('Port(s)', servicePorts),
  ageColumn,
  wide('Selector', (service) => selectorText(asObject(at(service, 'spec.selector')))),
];

export const endpointsColumns: readonly Column[] = [
  nameColumn,
  column('Endpoints', (endpoints) => orNone(items(endpoints, 'subsets').flatMap((subset) => {
    const ports = items(subset, 'ports').map((port) => text(port['port']));
    const addresses = items(subset, 'addresses').map((address) => text(address['ip']));
    return ports.length === 0 ? addresses : ports.flatMap((port) => addresses.map((ip) => `${ip}:${port}`));
  }).join(','))),
  ageColumn,
];

/** What is used of each bound, out of how much: requests and limits apart. */
const quota = (limits: boolean) => (object: JsonObject): string => {
  const hard = Object.entries(asObject(at(object, 'status.hard'))).filter(([name]) => name.startsWith('limits.') === limits);
  const used = asObject(at(object, 'status.used'));
  return hard.map(([name, bound]) => `${name}: ${text(used[name], '0')}/${text(bound)}`).sort().join(', ');
};
export const quotaColumns: readonly Column[] = [nameColumn, column('Request', quota(false)), column('Limit', quota(true)), ageColumn];

const subject = (path: string) => (event: JsonObject): string =>
  `${text(at(event, `${path}.kind`)).toLowerCase()}/${text(at(event, `${path}.name`))}`;

/** A repeated event shows when it was last seen, how often, and since when. */
const eventColumnsOf = (object: string, message: string, first: string, last: string, source: string): readonly Column[] => [
  column('Last Seen', (event, now) => age(at(event, 'series.lastObservedTime') ?? at(event, last) ?? at(event, 'eventTime') ?? undefined, now)),
  field('Type', 'type'),
  field('Reason', 'reason'),
  column('Object', subject(object)),
  wide('Subobject', (event) => text(at(event, `${object}.fieldPath`))),
  wide('Source', (event) => text(at(event, `${source}.component`), text(at(event, 'reportingController'), text(at(event, 'reportingComponent'))))),
  column('Message', (event) => text(at(event, message)).trim()),
  wide('First Seen', (event, now) => age(at(event, first) ?? at(event, 'eventTime') ?? undefined, now)),
  wide('Count', (event) => Number(at(event, 'series.count') ?? at(event, 'count') ?? at(event, 'deprecatedCount') ?? 1)),
  { ...nameColumn, priority: 1 },
];
export const eventColumns = eventColumnsOf('involvedObject', 'message', 'firstTimestamp', 'lastTimestamp', 'source');
export const eventV1Columns = eventColumnsOf('regarding', 'note', 'deprecatedFirstTimestamp', 'deprecatedLastTimestamp', 'deprecatedSource');

const shortModes: Readonly<Record<string, string>> = {
  ReadWriteOnce: 'RWO', ReadOnlyMany: 'ROX', ReadWriteMany: 'RWX', ReadWriteOncePod: 'RWOP',
};
const modes = (path: string) => (object: JsonObject): string => list(object, path).map((mode) => shortModes[mode] ?? mode).join(',');
const whenDeleting = (path: string) => (object: JsonObject): string =>
  (at(object, 'metadata.deletionTimestamp') === undefined ? text(at(object, path)) : 'Terminating');

export const volumeColumns: readonly Column[] = [
  nameColumn,
  field('Capacity', 'spec.capacity.storage'),
  column('Access Modes', modes('spec.accessModes')),
  field('Reclaim Policy', 'spec.persistentVolumeReclaimPolicy'),
  column('Status', whenDeleting('status.phase')),
  column('Claim', (volume) => {
    const claim = asObject(at(volume, 'spec.claimRef'));
    return claim['name'] === undefined ? '' : `${text(claim['namespace'])}/${text(claim['name'])}`;
  }),
  field('StorageClass', 'spec.storageClassName'),
  field('VolumeAttributesClass', 'spec.volumeAttributesClassName', '<unset>'),
  field('Reason', 'status.reason'),
  ageColumn,
  wide('VolumeMode', (volume) => text(at(volume, 'spec.volumeMode'), '<unset>')),
];

export const claimColumns: readonly Column[] = [
  nameColumn,
  column('Status', whenDeleting('status.phase')),
  field('Volume', 'spec.volumeName'),
  field('Capacity', 'status.capacity.storage'),
  column('Access Modes', modes('status.accessModes')),
  field('StorageClass', 'spec.storageClassName'),
  field('VolumeAttributesClass', 'spec.volumeAttributesClassName', '<unset>'),
  ageColumn,
  wide('VolumeMode', (claim) => text(at(claim, 'spec.volumeMode'), '<unset>')),
];

export const createdAt: readonly Column[] = [nameColumn, column('Created At', (object) => text(at(object, 'metadata.creationTimestamp')), 'date')];

const subjects = (kind: string) => (binding: JsonObject): string => items(binding, 'subjects').filter((s) => s['kind'] === kind)
  .map((s) => (s['namespace'] === undefined ? text(s['name']) : `${text(s['namespace'])}/${text(s['name'])}`)).join(', ');
export const bindingColumns: readonly Column[] = [
  nameColumn,
  column('Role', (binding) => `${text(at(binding, 'roleRef.kind'))}/${text(at(binding, 'roleRef.name'))}`),
  ageColumn,
  wide('Users', subjects('User')),
  wide('Groups', subjects('Group')),
  wide('ServiceAccounts', subjects('ServiceAccount')),
];

export const leaseColumns: readonly Column[] = [nameColumn, field('Holder', 'spec.holderIdentity'), ageColumn];

export const storageClassColumns: readonly Column[] = [
  {
    ...nameColumn,
    render: (storageClass) => {
      const isDefault = asObject(at(storageClass, 'metadata.annotations'))['storageclass.kubernetes.io/is-default-class'] === 'true';
      return `${text(at(storageClass, 'metadata.name'))}${isDefault ? ' (default)' : ''}`;
    },
  },
  field('Provisioner', 'provisioner'),
  field('ReclaimPolicy', 'reclaimPolicy'),
  field('VolumeBindingMode', 'volumeBindingMode'),
  column('AllowVolumeExpansion', (storageClass) => storageClass['allowVolumeExpansion'] === true),
  ageColumn,
];
export const driverColumns: readonly Column[] = [
  nameColumn,
  flag('AttachRequired', 'spec.attachRequired'),
  flag('PodInfoOnMount', 'spec.podInfoOnMount'),
  flag('StorageCapacity', 'spec.storageCapacity'),
  column('TokenRequests', (driver) => names(items(driver, 'spec.tokenRequests'), 'audience') || '<unset>'),
  flag('RequiresRepublish', 'spec.requiresRepublish'),
  column('Modes', (driver) => list(driver, 'spec.volumeLifecycleModes').join(',')),
  ageColumn,
];
export const csiNodeColumns: readonly Column[] = [nameColumn, column('Drivers', (node) => items(node, 'spec.drivers').length, 'integer'), ageColumn];
export const attachmentColumns: readonly Column[] = [
  nameColumn, { ...field('Attacher', 'spec.attacher'), format: 'name' }, field('PV', 'spec.source.persistentVolumeName'), field('Node', 'spec.nodeName'),
  flag('Attached', 'status.attached'), ageColumn,
];

export const budgetColumns: readonly Column[] = [
  nameColumn, field('Min Available', 'spec.minAvailable', 'N/A'), field('Max Unavailable', 'spec.maxUnavailable', 'N/A'),
  count('Allowed Disruptions', 'status.disruptionsAllowed'), ageColumn,
];

function requestCondition(request: JsonObject): string {
  const types = items(request, 'status.conditions').map((condition) => text(condition['type']));
  const words = ['Approved', 'Denied', 'Failed'].filter((type) => types.includes(type));
  if (words.length === 0) words.push('Pending');
  if (at(request, 'status.certificate') !== undefined) words.push('Issued');
  return words.join(',');
}
export const requestColumns: readonly Column[] = [
  nameColumn, ageColumn, field('SignerName', 'spec.signerName'), field('Requestor', 'spec.username'),
  column('RequestedDuration', (request) => {
    const seconds = at(request, 'spec.expirationSeconds');
    return typeof seconds === 'number' ? age(new Date(0).toISOString(), new Date(seconds * 1000)) : '<none>';
  }),
  column('Condition', requestCondition),
];

export const policyColumns: readonly Column[] = [nameColumn, column('Pod-Selector', (policy) => selectorText(at(policy, 'spec.podSelector'))), ageColumn];
export const ingressColumns: readonly Column[] = [
  nameColumn,
  field('Class', 'spec.ingressClassName', '<none>'),
  column('Hosts', (ingress) => items(ingress, 'spec.rules').map((rule) => text(rule['host'])).filter((host) => host !== '').join(',') || '*'),
  column('Address', (ingress) => items(ingress, 'status.loadBalancer.ingress').map((entry) => text(entry['ip'], text(entry['hostname']))).join(',')),
  column('Ports', (ingress) => (items(ingress, 'spec.tls').length > 0 ? '80, 443' : '80')),
  ageColumn,
];
export const ingressClassColumns: readonly Column[] = [
  nameColumn, field('Controller', 'spec.controller'),
  column('Parameters', (ingressClass) => {
    const parameters = asObject(at(ingressClass, 'spec.parameters'));
    const group = parameters['apiGroup'] === undefined ? '' : `.${text(parameters['apiGroup'])}`;
    return parameters['name'] === undefined ? '<none>' : `${text(parameters['kind'])}${group}/${text(parameters['name'])}`;
  }),
  ageColumn,
];
export const priorityColumns: readonly Column[] = [
  nameColumn, count('Value', 'value'), column('Global-Default', (priority) => priority['globalDefault'] === true, 'boolean'), ageColumn,
  field('PreemptionPolicy', 'preemptionPolicy'),
];
export const sliceColumns: readonly Column[] = [
  nameColumn, field('AddressType', 'addressType'),
  column('Ports', (slice) => orNoneUnset(items(slice, 'ports').map((port) => text(port['port'])).join(','))),
  column('Endpoints', (slice) => orNoneUnset(items(slice, 'endpoints').flatMap((endpoint) => list(endpoint, 'addresses')).join(','))),
  ageColumn,
];
const orNoneUnset = (value: string): string => (value === '' ? '<unset>' : value);
export const webhookColumns: readonly Column[] = [nameColumn, column('Webhooks', (configuration) => items(configuration, 'webhooks').length, 'integer'), ageColumn];
export const apiServiceColumns: readonly Column[] = [
  nameColumn,
  column('Service', (service) => {
    const target = asObject(at(service, 'spec.service'));
    return target['name'] === undefined ? 'Local' : `${text(target['namespace'])}/${text(target['name'])}`;
  }),
  column('Available', (service) => text(items(service, 'status.conditions').find((c) => c['type'] === 'Available')?.['status'], 'Unknown')),
  ageColumn,
];
