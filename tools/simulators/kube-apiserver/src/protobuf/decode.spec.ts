import { describe, expect, it } from '@jest/globals';
import { decodeProtobuf } from './decode.js';
import { MalformedMessageError } from './wire.js';

/** Bodies as kubectl 1.36 sent them. */
const recorded = {
  deployment: 'azhzAAoVCgdhcHBzL3YxEgpEZXBsb3ltZW50EqsBCh8KA3dlYhIAGgAiACoAMgA4AEIAWgoKA2FwcBIDd2ViEnoIAhIMCgoKA2FwcBIDd2ViGmAKHAoAEgAaACIAKgAyADgA' +
    'QgBaCgoDYXBwEgN3ZWISQBIiCgVuZ2lueBIFbmdpbngqAEIAagByAIABAIgBAJABAKIBABoAMgBCAEoAUgBYAGAAaACCAQCKAQCaAQDCAQAiAgoAKAA4ABoMCAAQABgAIAAoADgAGgAiAA==',
  secret: 'azhzAAoMCgJ2MRIGU2VjcmV0Eh0KEQoBcxIAGgAiACoAMgA4AEIAEgYKAWESAWIaABoAIgA=',
  budget: 'azhzAAogCglwb2xpY3kvdjESE1BvZERpc3J1cHRpb25CdWRnZXQSNgoRCgFwEgAaACIAKgAyADgAQgASFQoJCAEQABoDNTAlEggKBgoBYRIBYhoKCAAYACAAKAAwABoAIgA=',
  token: 'azhzAAooChhhdXRoZW50aWNhdGlvbi5rOHMuaW8vdjESDFRva2VuUmVxdWVzdBIdChAKABIAGgAiACoAMgA4AEIAEgMgkBwaBAoAEgAaACIA',
};

const decode = (text: string): unknown => decodeProtobuf(Buffer.from(text, 'base64'));

describe('the protobuf decoder', () => {
  it('reads a Deployment as its author meant it: what was not set is not there', () => {
    const labels = { app: 'web' };
    expect(decode(recorded.deployment)).toEqual({
      apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web', labels },
      spec: { replicas: 2, selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { containers: [{ name: 'nginx', image: 'nginx' }] } } },
    });
  });

  it('reads maps of bytes, numbers or percentages, and requests', () => {
    expect(decode(recorded.secret)).toEqual({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 's' }, data: { a: 'Yg==' } });
    expect(decode(recorded.budget)).toMatchObject({ spec: { minAvailable: '50%', selector: { matchLabels: { a: 'b' } } } });
    expect(decode(recorded.token)).toMatchObject({ kind: 'TokenRequest', spec: { expirationSeconds: 3600 } });
  });

  it('does not pretend to know every kind', () => {
    const unknown = recorded.secret.replace('U2VjcmV0', 'U2VjcmVU');
    expect(decode(unknown)).toBeUndefined();
  });

  it('refuses what is no message', () => {
    expect(() => decode('AAAA')).toThrow(MalformedMessageError);
    expect(() => decode(recorded.secret.slice(0, 40))).toThrow(MalformedMessageError);
  });
});
