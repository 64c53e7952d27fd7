import { describe, expect, it } from '@jest/globals';
import { gitSourceFrom } from './environment.js';

describe('the environment', () => {
  it('needs only the repository', () => {
    expect(gitSourceFrom({ GIT_URL: 'https://git.example.com/fleet.git' })).toEqual({
      name: 'main', url: 'https://git.example.com/fleet.git', branch: undefined, paths: [], pollSeconds: 60, selfHeal: false, driftSeconds: 300,
      hook: undefined, cacheDirectory: '/tmp/handoff-gitops', recordNamespace: 'handoff-system',
    });
  });

  it('says how the repository is followed', () => {
    const source = gitSourceFrom({
      GIT_URL: 'file:///srv/fleet', GIT_BRANCH: 'prod', GIT_PATHS: 'clusters, applications,', GIT_POLL_SECONDS: '10', GIT_SELF_HEAL: 'true',
      GIT_DRIFT_SECONDS: '30', GIT_HOOK_PORT: '8080',
    });
    expect(source).toMatchObject({
      branch: 'prod', paths: ['clusters', 'applications'], pollSeconds: 10, selfHeal: true, driftSeconds: 30, hook: { host: '0.0.0.0', port: 8080 },
    });
  });

  it('is refused with every variable that is wrong', () => {
    expect(() => gitSourceFrom({ GIT_POLL_SECONDS: '0', GIT_SELF_HEAL: 'perhaps' })).toThrow(/GIT_URL: [^]*GIT_POLL_SECONDS: [^]*GIT_SELF_HEAL: /);
  });
});
