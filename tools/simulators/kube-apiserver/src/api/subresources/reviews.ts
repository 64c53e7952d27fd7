import { attributesAll } from '../../access/authorize.js';
import type { Attributes, Authorizer } from '../../access/authorize.js';
import { shownRule } from '../../access/policy-rule.js';
import type { UserInfo } from '../../access/user.js';
import { asArray, asObject, asString, at } from '../../machinery/json.js';
import type { JsonObject } from '../../machinery/json.js';
import { rfc3339 } from '@handoff/time';
import { badRequest } from '../../machinery/status-error.js';
import { decode } from '../../operations/decode.js';
import { readBody } from '../body.js';
import { objectResponse } from '../response.js';
import type { ApiResponse } from '../response.js';
import type { ResourceRequest } from '../resource-handler.js';
import type { SubresourceSettings } from './settings.js';

interface ReviewSettings extends SubresourceSettings {
  readonly access: Authorizer;
}

/** Answers questions about identity and permission. Nothing is stored. */
export function handleReview(request: ResourceRequest, settings: SubresourceSettings): ApiResponse {
  const { core, info, resource } = request;
  const review = decode(readBody(info.body, info.headers['content-type'], resource.kind) ?? {}, resource);
  const spec = asObject(review['spec']);
  const metadata = { ...review.metadata, ...(resource.kind === 'SelfSubjectReview' ? { creationTimestamp: rfc3339(core.clock.now()) } : {}) };
  const status = statusOf(resource.kind, spec, info.user, { ...settings, access: core.access });
  return objectResponse(201, { ...review, metadata, status });
}

function statusOf(kind: string, spec: JsonObject, user: UserInfo, settings: ReviewSettings): object {
  switch (kind) {
    case 'SelfSubjectReview': return { userInfo: userInfo(user) };
    case 'TokenReview': return tokenStatus(spec, settings);
    case 'SelfSubjectAccessReview': return accessStatus(spec, user, settings.access);
    case 'SelfSubjectRulesReview': return rulesStatus(spec, user, settings.access);
    default: return accessStatus(spec, subjectOf(spec), settings.access);
  }
}

const userInfo = ({ username, uid, groups, extra }: UserInfo): object => ({
  username, ...(uid === undefined ? {} : { uid }), groups, ...(extra === undefined ? {} : { extra }),
});

function tokenStatus(spec: JsonObject, { userOfToken, serviceAccountTokens }: SubresourceSettings): object {
  const token = asString(spec['token']);
  const user = userOfToken(token);
  if (user === undefined) return { user: {}, error: '[invalid bearer token]' };
  const issued = serviceAccountTokens.audiencesOf(token);
  const wanted = asArray(spec['audiences']).map(asString);
  const audiences = wanted.length === 0 ? issued : wanted.filter((audience) => issued.includes(audience));
  if (wanted.length > 0 && issued.length > 0 && audiences.length === 0) return { user: {}, error: '[invalid bearer token]' };
  return { authenticated: true, user: userInfo(user), ...(audiences.length === 0 ? {} : { audiences }) };
}

const subjectOf = (spec: JsonObject): UserInfo => ({
  username: asString(spec['user']), groups: asArray(spec['groups']).map(asString), uid: asString(spec['uid']),
});

function accessStatus(spec: JsonObject, user: UserInfo, access: Authorizer): object {
  const { allowed, reason } = access.decide(user, asked(spec));
  return { allowed, ...(reason === '' ? {} : { reason }) };
}

function asked(spec: JsonObject): Attributes {
  const of = spec['resourceAttributes'];
  const path = spec['nonResourceAttributes'];
  if ((of === undefined) === (path === undefined)) {
    throw badRequest('spec.resourceAttributes: Invalid value: exactly one of nonResourceAttributes or resourceAttributes must be specified');
  }
  const text = (field: string): string => asString(at(of, field));
  const named = {
    verb: text('verb'), group: text('group'), version: text('version'), resource: text('resource'), subresource: text('subresource'),
    namespace: text('namespace'), name: text('name'),
  };
  return path === undefined ? named : { ...named, verb: asString(at(path, 'verb')), path: asString(at(path, 'path')) };
}

/** Lists what the user may do in a namespace. Where no rules say so, only that everything is allowed can be told. */
function rulesStatus(spec: JsonObject, user: UserInfo, access: Authorizer): object {
  const namespace = asString(spec['namespace']);
  if (namespace === '') throw badRequest('no namespace on request');
  const known = access.permissions?.(user, namespace);
  if (known === undefined) {
    const everything = access.decide(user, attributesAll).allowed;
    return everything ? { ...EVERYTHING, incomplete: false } : { resourceRules: [], nonResourceRules: [], incomplete: true };
  }
  const shown = known.rules.map(shownRule);
  return {
    resourceRules: shown.filter((rule) => !('nonResourceURLs' in rule)), nonResourceRules: shown.filter((rule) => 'nonResourceURLs' in rule),
    incomplete: false, ...(known.error === '' ? {} : { evaluationError: known.error }),
  };
}

const EVERYTHING = {
  resourceRules: [{ verbs: ['*'], apiGroups: ['*'], resources: ['*'] }], nonResourceRules: [{ verbs: ['*'], nonResourceURLs: ['*'] }],
};
