import { existsSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { KubeConfig } from '@kubernetes/client-node';

/** Where Kubernetes puts a Pod's token. */
const POD_TOKEN = '/var/run/secrets/kubernetes.io/serviceaccount/token';

/** There is no kubeconfig, or it cannot be used. The message names the file and the place in it, and never quotes it: it holds secrets. */
export class KubeconfigError extends Error {
  override readonly name = 'KubeconfigError';
  readonly code = 'KubeconfigError';
}

/** @throws KubeconfigError */
export function loadKubeconfig(path: string): KubeConfig {
  const config = parse(read(path), path);
  config.makePathsAbsolute(dirname(path));
  const fail = (what: string): never => { throw new KubeconfigError(`kubeconfig ${path}: ${what}`); };
  const cluster = config.getCurrentCluster();
  if (cluster === null) fail('its current context names no cluster: set it with `kubectl config use-context`');
  else if (!isHttps(cluster.server)) fail(`the server of cluster "${cluster.name}" is no URL: expected one such as https://192.0.2.10:6443`);
  return config;
}

/** What a Pod's service account says. @throws KubeconfigError outside of a Pod */
export function loadPodKubeconfig(token = POD_TOKEN): KubeConfig {
  if (process.env['KUBERNETES_SERVICE_HOST'] === undefined || !existsSync(token)) {
    throw new KubeconfigError('no management cluster: set KUBECONFIG or --kubeconfig (only in a Pod, its service account is used)');
  }
  const config = new KubeConfig();
  config.loadFromCluster();
  return config;
}

function read(path: string): string {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new KubeconfigError(`kubeconfig ${path}: ${whyUnread(codeOf(error))}; name one that is there with --kubeconfig or KUBECONFIG`);
  }
  if (text.trim() === '') throw new KubeconfigError(`kubeconfig ${path}: the file is empty; name another with --kubeconfig or KUBECONFIG`);
  return text;
}

function whyUnread(code: string): string {
  if (code === 'ENOENT') return 'there is no such file';
  if (code === 'EACCES') return 'this user may not read it';
  return code === 'EISDIR' ? 'it is a folder' : `it cannot be read (${code})`;
}

function parse(text: string, path: string): KubeConfig {
  const config = new KubeConfig();
  try {
    config.loadFromString(text);
  } catch (error) {
    // No cause: the parser's error carries an excerpt of the file.
    throw new KubeconfigError(`kubeconfig ${path}${whatIsWrong(error)}`);
  }
  return config;
}

/** Of js-yaml's error (not exported where we get it from) only the place and the rule; its reason may quote from the file too. */
function whatIsWrong(error: unknown): string {
  if (!(error instanceof Error)) return ': it is no kubeconfig';
  if (error.name !== 'YAMLException') return `: it is no kubeconfig${/^\w+\[\d+\]\.[\w.]+ is missing$/.test(error.message) ? `: ${error.message}` : ''}`;
  const reason = 'reason' in error && typeof error.reason === 'string' ? error.reason.replace(/\s*["'`!:<].*$/s, '') : 'it is no YAML';
  const { line, column } = 'mark' in error ? placeOf(error.mark) : {};
  return `${line === undefined ? '' : `, line ${String(line)}, column ${String(column)}`}: ${reason}`;
}

/** js-yaml counts from nothing, editors from one. */
function placeOf(mark: unknown): { line?: number; column?: number } {
  if (typeof mark !== 'object' || mark === null || !('line' in mark) || !('column' in mark)) return {};
  return typeof mark.line === 'number' && typeof mark.column === 'number' ? { line: mark.line + 1, column: mark.column + 1 } : {};
}

const isHttps = (server: string): boolean => URL.canParse(server) && /^https?:$/.test(new URL(server).protocol) && new URL(server).hostname !== '';

const codeOf = (error: unknown): string => (typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'unknown');
