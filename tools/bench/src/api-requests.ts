import type { ApiTransport } from '@handoff/kube';

/** Requests that the API server has answered since it started, by what was asked and how it ended. */
export interface ApiRequestCount {
  readonly verb: string;
  /** `resource.group`, with `/subresource` behind the resource. */
  readonly resource: string;
  readonly code: string;
  readonly count: number;
}

const LINE = /^apiserver_request_total\{(.*)\} ([^ ]+)$/;
const LABEL = /(\w+)="((?:[^"\\]|\\.)*)"/g;
const WRITES = new Set(['POST', 'PUT', 'PATCH', 'APPLY', 'DELETE', 'DELETECOLLECTION']);
/** What is written to stay alive or to be read by people: counted apart, as upstream's was. */
const APART = /^(?:events|leases)\b/;

/** Reads the API server's own counters. */
export async function apiRequests(transport: ApiTransport): Promise<readonly ApiRequestCount[]> {
  const response = await transport.send({ method: 'GET', path: '/metrics' });
  return (await response.text()).split('\n').flatMap((line) => {
    const [, labelText, value] = LINE.exec(line) ?? [];
    if (labelText === undefined) return [];
    const label = Object.fromEntries([...labelText.matchAll(LABEL)].map(([, key = '', text = '']) => [key, text]));
    const sub = label['subresource'] ? `/${label['subresource']}` : '';
    const group = label['group'] ? `.${label['group']}` : '';
    return [{ verb: label['verb'] ?? '', resource: `${label['resource'] ?? ''}${sub}${group}`, code: label['code'] ?? '', count: Number(value) }];
  });
}

/** Writes to objects between two readings. */
export interface Writes {
  readonly accepted: number;
  readonly refused: number;
  /** Events and Leases, whatever came of them. */
  readonly apart: number;
  /** Most first: `VERB resource code`. */
  readonly byKind: Readonly<Record<string, number>>;
}

export function writesBetween(before: readonly ApiRequestCount[], after: readonly ApiRequestCount[]): Writes {
  const keyOf = ({ verb, resource, code }: ApiRequestCount): string => `${verb} ${resource} ${code}`;
  const old = new Map(sum(before, keyOf).map((entry) => [keyOf(entry), entry.count]));
  const news = sum(after.filter(({ verb }) => WRITES.has(verb)), keyOf)
    .map((entry) => ({ ...entry, count: entry.count - (old.get(keyOf(entry)) ?? 0) })).filter(({ count }) => count > 0);
  const total = (holds: (entry: ApiRequestCount) => boolean): number => news.filter(holds).reduce((all, { count }) => all + count, 0);
  const isApart = ({ resource }: ApiRequestCount): boolean => APART.test(resource);
  const isAccepted = ({ code }: ApiRequestCount): boolean => code.startsWith('2');
  return {
    accepted: total((entry) => !isApart(entry) && isAccepted(entry)),
    refused: total((entry) => !isApart(entry) && !isAccepted(entry)),
    apart: total(isApart),
    byKind: Object.fromEntries(news.sort((a, b) => b.count - a.count).map((entry) => [keyOf(entry), entry.count])),
  };
}

/** The counter has more labels than are told apart here. */
function sum(entries: readonly ApiRequestCount[], keyOf: (entry: ApiRequestCount) => string): ApiRequestCount[] {
  const sums = new Map<string, ApiRequestCount>();
  for (const entry of entries) sums.set(keyOf(entry), { ...entry, count: (sums.get(keyOf(entry))?.count ?? 0) + entry.count });
  return [...sums.values()];
}
