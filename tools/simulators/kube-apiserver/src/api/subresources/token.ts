import { rfc3339 } from '@handoff/time';
import type { BoundObject } from '../../access/service-account-token.js';
import { invalid, invalidValue } from '../../machinery/invalid.js';
import { asArray, asObject, asString, at } from '../../machinery/json.js';
import { StatusError, conflict, methodNotAllowed, notFound } from '../../machinery/status-error.js';
import { requireLive } from '../../operations/update.js';
import { readBody } from '../body.js';
import { objectResponse } from '../response.js';
import type { ApiResponse } from '../response.js';
import { writeContext } from '../resource-handler.js';
import type { ResourceRequest } from '../resource-handler.js';
import type { SubresourceSettings } from './settings.js';

const DEFAULT_SECONDS = 3600;
const SHORTEST_SECONDS = 600;
const LONGEST_SECONDS = 2 ** 32;

/** Issues a token for a ServiceAccount. */
export function handleToken(request: ResourceRequest, { serviceAccountTokens }: SubresourceSettings): ApiResponse {
  const { core, info } = request;
  if (info.verb !== 'create') throw methodNotAllowed();
  const account = requireLive(writeContext(request, []));
  const body = asObject(readBody(info.body, info.headers['content-type'], 'TokenRequest'));
  const spec = asObject(body['spec']);
  const wished = spec['expirationSeconds'];
  const seconds = typeof wished === 'number' ? wished : DEFAULT_SECONDS;
  if (seconds < SHORTEST_SECONDS || seconds > LONGEST_SECONDS) {
    const why = seconds < SHORTEST_SECONDS ? 'may not specify a duration less than 10 minutes' : 'may not specify a duration larger than 2^32 seconds';
    throw invalid({ group: 'authentication.k8s.io', plural: 'tokenrequests', kind: 'TokenRequest' }, '', [invalidValue('spec.expirationSeconds', seconds, why)]);
  }
  const bound = boundObject(request, asObject(spec['boundObjectRef']));
  const token = serviceAccountTokens.issue(account, asArray(spec['audiences']).map(asString), seconds, bound);
  const { name, namespace } = account.metadata;
  return objectResponse(201, {
    kind: 'TokenRequest', apiVersion: 'authentication.k8s.io/v1',
    metadata: { name, namespace, creationTimestamp: rfc3339(core.clock.now()) },
    spec: { ...spec, audiences: serviceAccountTokens.audiencesOf(token), expirationSeconds: seconds },
    status: { token, expirationTimestamp: rfc3339(core.clock.now() + seconds * 1000) },
  });
}

function boundObject({ core, path }: ResourceRequest, reference: Readonly<Record<string, unknown>>): BoundObject | undefined {
  const kind = asString(reference['kind']);
  const name = asString(reference['name']);
  if (kind === '') return undefined;
  const plural = kind === 'Pod' ? 'pods' : kind === 'Secret' ? 'secrets' : undefined;
  if (plural === undefined) throw new StatusError(400, 'BadRequest', `cannot bind token for serviceaccount to object of type ${kind}`);
  const found = core.storage.get(plural, path.namespace, name);
  if (found === undefined) throw notFound({ group: '', plural }, name);
  const uid = at(reference, 'uid');
  if (typeof uid === 'string' && uid !== '' && uid !== found.metadata.uid) {
    throw conflict({ group: '', plural, kind }, name,
      `the UID in the bound object reference (${uid}) does not match the UID in record. The object might have been deleted and then recreated`);
  }
  return { kind, name, uid: found.metadata.uid };
}
