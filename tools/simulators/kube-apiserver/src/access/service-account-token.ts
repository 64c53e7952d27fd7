import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Clock, Random } from '@handoff/time';
import { asArray, asString, at, isObject } from '../machinery/json.js';
import type { JsonObject } from '../machinery/json.js';
import type { ApiObject } from '../machinery/object.js';
import { uidFrom } from '../machinery/uid.js';
import { authenticated } from './user.js';
import type { UserInfo } from './user.js';

const ISSUER = 'https://kubernetes.default.svc.cluster.local';
const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** Object that a token is bound to: it ends with it. */
export interface BoundObject {
  readonly kind: string;
  readonly name: string;
  readonly uid: string;
}

type Reader = (collection: string, namespace: string, name: string) => ApiObject | undefined;

/** Issues and reads the tokens of service accounts. They are signed with a key of this process, which nobody else has to verify. */
export class ServiceAccountTokens {
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #key: Uint8Array;

  constructor(clock: Clock, random: Random) {
    this.#clock = clock;
    this.#random = random;
    this.#key = random.bytes(32);
  }

  /** A token of an account for some audiences; `seconds` from now it expires. */
  issue(account: ApiObject, audiences: readonly string[], seconds: number, bound?: BoundObject): string {
    const now = Math.floor(this.#clock.now() / 1000);
    const { namespace = '', name, uid } = account.metadata;
    const claims = {
      iss: ISSUER, sub: `system:serviceaccount:${namespace}:${name}`, aud: audiences.length === 0 ? [ISSUER] : audiences,
      iat: now, nbf: now, exp: now + seconds, jti: uidFrom(this.#random),
      'kubernetes.io': {
        namespace, serviceaccount: { name, uid },
        ...(bound === undefined ? {} : { [bound.kind.toLowerCase()]: { name: bound.name, uid: bound.uid } }),
      },
    };
    const text = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode(claims)}`;
    return `${text}.${this.#sign(text)}`;
  }

  /** The account that a token stands for, if the token is ours, in time, and the account is still the same. */
  userOf(token: string, read: Reader): UserInfo | undefined {
    const claims = this.#verified(token);
    if (claims === undefined) return undefined;
    const about = claims['kubernetes.io'];
    const namespace = asString(at(about, 'namespace'));
    const name = asString(at(about, 'serviceaccount', 'name'));
    const account = read('serviceaccounts', namespace, name);
    if (account === undefined || account.metadata.uid !== at(about, 'serviceaccount', 'uid')) return undefined;
    const pod = asString(at(about, 'pod', 'name'));
    if (pod !== '' && read('pods', namespace, pod)?.metadata.uid !== at(about, 'pod', 'uid')) return undefined;
    return authenticated({
      username: `system:serviceaccount:${namespace}:${name}`, uid: account.metadata.uid,
      groups: ['system:serviceaccounts', `system:serviceaccounts:${namespace}`],
      extra: {
        'authentication.kubernetes.io/credential-id': [`JTI=${asString(claims['jti'])}`],
        ...(pod === '' ? {} : { 'authentication.kubernetes.io/pod-name': [pod], 'authentication.kubernetes.io/pod-uid': [asString(at(about, 'pod', 'uid'))] }),
      },
    });
  }

  /** Audiences that a token of ours was issued for. */
  audiencesOf(token: string): readonly string[] {
    return asArray(this.#verified(token)?.['aud']).map(asString);
  }

  #verified(token: string): JsonObject | undefined {
    const [header = '', body = '', signature = ''] = token.split('.');
    const expected = Buffer.from(this.#sign(`${header}.${body}`));
    const given = Buffer.from(signature);
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
    const claims: unknown = JSON.parse(Buffer.from(body, 'base64url').toString('utf8'));
    return isObject(claims) && Number(claims['exp']) * 1000 > this.#clock.now() ? claims : undefined;
  }

  #sign(text: string): string {
    return createHmac('sha256', this.#key).update(text).digest('base64url');
  }
}
