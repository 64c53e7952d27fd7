import type { Discovery, JoinConfiguration, KubeadmConfigSpec } from '@handoff/api';
import { InvalidFieldError } from '../errors.js';
import type { ClusterFacts, JoinFacts } from '../facts.js';
import { checkBootstrapToken } from '../token.js';
import { dialectFor } from './dialect.js';
import type { Dialect } from './dialect.js';
import { fields, seconds, section } from './fields.js';
import type { Fields } from './fields.js';
import { localAPIEndpoint, nodeRegistration, timeouts, withUninitializedTaint } from './node.js';

const path = 'joinConfiguration';

/** Whether a token must be made for a node: not when the user brings one, or finds the cluster by a file. */
export function needsToken(spec: KubeadmConfigSpec): boolean {
  const discovery = spec.joinConfiguration?.discovery;
  return discovery?.file === undefined && discovery?.bootstrapToken?.token === undefined;
}

/**
 * `JoinConfiguration` for a further node. What the user says of discovery stays; what is missing comes from the facts.
 * @throws InvalidFieldError, UnsupportedVersionError
 */
export function joinDocument(spec: KubeadmConfigSpec, facts: ClusterFacts, join: JoinFacts, controlPlane: boolean): Fields {
  const dialect = dialectFor(facts.version);
  const given: JoinConfiguration = spec.joinConfiguration ?? {};
  if (!controlPlane && given.controlPlane !== undefined) {
    throw new InvalidFieldError(`${path}.controlPlane`, 'it is set, but the Machine is a worker', 'remove it');
  }
  const node = controlPlane ? given.nodeRegistration : withUninitializedTaint(given.nodeRegistration);
  return fields({
    apiVersion: dialect.apiVersion,
    kind: 'JoinConfiguration',
    nodeRegistration: nodeRegistration(dialect, node, `${path}.nodeRegistration`),
    caCertPath: given.caCertPath,
    discovery: discovery(dialect, given, join),
    controlPlane: controlPlane
      ? fields({ localAPIEndpoint: localAPIEndpoint(given.controlPlane?.localAPIEndpoint, facts.apiServerPort) })
      : undefined,
    skipPhases: given.skipPhases,
    patches: section({ directory: given.patches?.directory }),
    timeouts: timeouts(dialect, given.timeouts, `${path}.timeouts`, 'discoverySeconds'),
  });
}

function discovery(dialect: Dialect, given: JoinConfiguration, join: JoinFacts): Fields {
  const { bootstrapToken, file, tlsBootstrapToken } = given.discovery ?? {};
  if (bootstrapToken !== undefined && file !== undefined) {
    throw new InvalidFieldError(`${path}.discovery`, 'bootstrapToken and file are both set', 'keep one of them');
  }
  const tls = tlsBootstrapToken === undefined ? undefined : checkBootstrapToken(tlsBootstrapToken, `${path}.discovery.tlsBootstrapToken`);
  return fields({
    ...(file === undefined ? { bootstrapToken: tokenDiscovery(bootstrapToken, join) } : { file: { kubeConfigPath: file.kubeConfigPath } }),
    tlsBootstrapToken: tls,
    timeout: dialect.has.timeouts ? undefined : seconds(given.timeouts?.discoverySeconds),
  });
}

function tokenDiscovery(given: Discovery['bootstrapToken'], join: JoinFacts): Fields {
  const field = `${path}.discovery.bootstrapToken`;
  const token = given?.token ?? join.token;
  if (token === undefined) throw new InvalidFieldError(`${field}.token`, 'no token was given or made', 'set it, or let one be made in the workload cluster');
  return fields({
    token: checkBootstrapToken(token, `${field}.token`),
    apiServerEndpoint: given?.apiServerEndpoint ?? join.apiServerEndpoint,
    caCertHashes: pins(given, join, `${field}.caCertHashes`),
    unsafeSkipCAVerification: given?.unsafeSkipCAVerification,
  });
}

/** The user's pins, or the cluster's; none only where the user says that any CA will do. */
function pins(given: Discovery['bootstrapToken'], join: JoinFacts, field: string): readonly string[] | undefined {
  if (given?.caCertHashes === undefined && given?.unsafeSkipCAVerification === true) return undefined;
  const hashes = given?.caCertHashes ?? join.caCertHashes;
  const wrong = hashes.findIndex((hash) => !/^sha256:[0-9a-f]{64}$/i.test(hash));
  if (wrong >= 0) throw new InvalidFieldError(`${field}[${wrong}]`, 'it is no CA pin', 'write sha256: and 64 hexadecimal digits, or remove the field to have it computed');
  if (hashes.length === 0) throw new InvalidFieldError(field, 'there is no CA pin', 'set it, or let it be computed from the CA of the cluster');
  return hashes;
}
