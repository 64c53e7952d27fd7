import type { SemVer } from 'semver';
import { parseAllDocuments } from 'yaml';
import type { z } from 'zod';

import { isRecord, textIn, type Fields } from '../json.js';
import { KubeadmConfigError } from './errors.js';
import { validateCluster, validateInit, validateJoin } from './validation.js';
import { kubeadmSchemas, type ClusterDocument, type InitDocument, type JoinDocument } from './schema.js';

/** All documents of a kubeadm configuration file, by kind. */
export interface KubeadmDocuments {
  readonly init?: InitDocument;
  readonly cluster?: ClusterDocument;
  readonly join?: JoinDocument;
  /** Component configurations, taken as they are. */
  readonly kubelet?: Fields;
  readonly kubeProxy?: Fields;
}

/** The first minor version of kubeadm that reads the group's version. */
const readSince = { v1beta3: 22, v1beta4: 31 } as const;

/** Reads a configuration file as kubeadm of this version does: strictly. Throws KubeadmConfigError, which names the field but no value. */
export function parseDocuments(text: string, kubeadm: SemVer): KubeadmDocuments {
  const documents: { -readonly [key in keyof KubeadmDocuments]: KubeadmDocuments[key] } = {};
  for (const document of parseAllDocuments(text, { prettyErrors: false, uniqueKeys: true })) {
    if (document.errors[0] !== undefined) {
      throw new KubeadmConfigError(`error converting YAML to JSON: yaml: ${document.errors[0].code.toLowerCase().replaceAll('_', ' ')}`);
    }
    const value: unknown = document.toJS();
    if (value === null || value === undefined) continue;
    if (!isRecord(value)) throw new KubeadmConfigError('a document of the configuration file is no mapping');
    readDocument(withoutNulls(value), kubeadm, documents);
  }
  if (documents.cluster !== undefined) validateCluster(documents.cluster, kubeadm);
  if (documents.init !== undefined) validateInit(documents.init);
  // Beside the documents of init, a join's is left alone.
  if (documents.join !== undefined && documents.init === undefined && documents.cluster === undefined) validateJoin(documents.join);
  return documents;
}

function readDocument(value: Fields, kubeadm: SemVer, into: { -readonly [key in keyof KubeadmDocuments]: KubeadmDocuments[key] }): void {
  const kind = textIn(value['kind']);
  const [group = '', version = ''] = textIn(value['apiVersion']).split('/');
  if (group === 'kubelet.config.k8s.io' && kind === 'KubeletConfiguration') {
    into.kubelet = value;
    return;
  }
  if (group === 'kubeproxy.config.k8s.io' && kind === 'KubeProxyConfiguration') {
    into.kubeProxy = value;
    return;
  }
  if (group !== 'kubeadm.k8s.io')
    throw new KubeadmConfigError(`no kind "${kind}" is registered for version "${textIn(value['apiVersion'])}"`);
  if (version !== 'v1beta3' && version !== 'v1beta4') {
    throw new KubeadmConfigError(
      `your configuration file uses an old API spec: "${group}/${version}". Please use kubeadm v1.22 or newer specs`,
    );
  }
  if (kubeadm.minor < readSince[version])
    throw new KubeadmConfigError(`no kind "${kind}" is registered for version "${group}/${version}" in this kubeadm`);
  const schemas = kubeadmSchemas[version];
  const isTwice = { InitConfiguration: into.init, ClusterConfiguration: into.cluster, JoinConfiguration: into.join }[kind] !== undefined;
  if (isTwice) throw new KubeadmConfigError(`invalid configuration: kind "${kind}" is specified twice in YAML file`);
  switch (kind) {
    case 'InitConfiguration':
      into.init = decode(schemas.InitConfiguration, value, kind);
      break;
    case 'ClusterConfiguration':
      into.cluster = decode(schemas.ClusterConfiguration, value, kind);
      break;
    case 'JoinConfiguration':
      into.join = decode(schemas.JoinConfiguration, value, kind);
      break;
    default:
      throw new KubeadmConfigError(`no kind "${kind}" is registered for version "${group}/${version}"`);
  }
}

/** To Go's decoder a field that is null is not there. */
function withoutNulls(value: Fields): Fields {
  const present = Object.entries(value).filter(([, item]) => item !== null && item !== undefined);
  return Object.fromEntries(present.map(([name, item]) => [name, inside(item)]));
}

const inside = (value: unknown): unknown =>
  Array.isArray(value) ? value.map(inside) : isRecord(value) ? withoutNulls(value) : value;

function decode<T extends z.ZodType>(schema: T, value: Fields, kind: string): z.infer<T> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const path = issue?.path.map(String).join('.') ?? '';
  if (issue?.code === 'unrecognized_keys') {
    const fields = issue.keys.map((key) => `unknown field "${path === '' ? key : `${path}.${key}`}"`).join(', ');
    throw new KubeadmConfigError(`error unmarshaling configuration ${kind}: strict decoding error: ${fields}`);
  }
  if (issue?.code === 'invalid_type' && issue.expected === 'never') {
    throw new KubeadmConfigError(`error unmarshaling configuration ${kind}: strict decoding error: unknown field "${path}"`);
  }
  throw new KubeadmConfigError(`error unmarshaling configuration ${kind}: ${path}: ${issue?.message ?? 'malformed'}`);
}
