import { Metrics, SORT } from '@handoff/telemetry';
import type { Part, Telemetry } from '@handoff/telemetry';
import { asError } from '@handoff/time';
import type { Clock } from '@handoff/time';
import type { ApiRequest, ApiTransport } from './transport.js';

/** What a request is about, read off its path: never its body. */
export interface ApiTarget {
  readonly verb: string;
  /** As in a Role: `machines`, `machines/status`; of a path that is none of the API's: `other`. */
  readonly resource: string;
  readonly namespace: string;
  readonly name: string;
  readonly isWrite: boolean;
}

const PATH = /^\/(?:api|apis\/[^/]+)\/[^/]+(?:\/namespaces\/(?<namespace>[^/]+)(?=\/))?\/(?<plural>[^/]+)(?:\/(?<name>[^/]+))?(?:\/(?<sub>.+))?$/;

export function targetOf({ method, path, contentType, isEndless }: ApiRequest): ApiTarget {
  const [before = '', query = ''] = path.split('?');
  const { namespace = '', plural, name = '', sub } = PATH.exec(before)?.groups ?? {};
  const resource = plural === undefined ? 'other' : `${plural}${sub === undefined ? '' : `/${sub}`}`;
  const isDry = query.includes('dryRun=');
  const target = { resource, namespace, name: decodeURIComponent(name), isWrite: method !== 'GET' && !isDry };
  switch (method) {
    case 'GET': return { ...target, verb: isEndless === true ? 'watch' : name === '' ? 'list' : 'get' };
    case 'POST': return { ...target, verb: 'create' };
    case 'PUT': return { ...target, verb: 'update' };
    case 'DELETE': return { ...target, verb: 'delete' };
    case 'PATCH': return { ...target, verb: contentType?.includes('apply-patch') === true ? 'apply' : 'patch' };
  }
}

/** Counts every request and tells writes to the work that they are part of. What travels is the same as without. */
export function observedTransport(inner: ApiTransport, { tracer, meter }: Telemetry, clock: Clock): ApiTransport {
  if (!tracer.isOn && !meter.isOn) return inner;
  const tell = (request: ApiRequest, from: number, code: number, error?: string): void => {
    const target = targetOf(request);
    const to = clock.now();
    meter.count(Metrics.apiRequests, { verb: target.verb, resource: target.resource, code: String(code) });
    if (request.isEndless !== true) meter.observe(Metrics.apiSeconds, { verb: target.verb }, (to - from) / 1000);
    if (target.isWrite) tracer.work?.did(partOf(target, from, to, code, error));
  };
  return {
    server: inner.server,
    async send(request) {
      const from = clock.now();
      try {
        const response = await inner.send(request);
        tell(request, from, response.status);
        return response;
      } catch (error) {
        tell(request, from, 0, asError(error).message);
        throw error;
      }
    },
    [Symbol.asyncDispose]: () => inner[Symbol.asyncDispose](),
  };
}

function partOf({ verb, resource, namespace, name }: ApiTarget, from: number, to: number, code: number, error: string | undefined): Part {
  const refused = code >= 400 ? `refused with ${code}` : undefined;
  return {
    name: `${verb} ${resource}`, kind: 'client', from, to, error: error ?? refused,
    attributes: {
      [SORT]: 'write', 'k8s.verb': verb, 'k8s.resource': resource, 'http.response.status_code': code,
      ...(namespace === '' ? {} : { 'k8s.namespace.name': namespace }), ...(name === '' ? {} : { 'k8s.object.name': name }),
    },
  };
}
