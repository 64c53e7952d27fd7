import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
// eslint-disable-next-line @nx/enforce-module-boundaries -- a spec, which nothing that ships depends on
import { install, whereParts } from '@handoff/real-parts';
import { Http } from '../testing/http.js';
import { Kubectl } from '../testing/kubectl.js';
import { kubectlCases } from './kubectl.cases.js';
import { ours, real } from './targets.js';
import type { RunningTarget } from './targets.js';

interface Ends {
  readonly api: () => Http;
  readonly kubectl: () => Kubectl;
}

/** A server and a kubectl that knows it, for as long as a `describe` runs. */
function between(start: () => Promise<RunningTarget>): Ends {
  const stack = new AsyncDisposableStack();
  let ends: { readonly http: Http; readonly kubectl: Kubectl } | undefined;
  beforeAll(async () => {
    const running = stack.use(await start());
    const http = stack.use(new Http(running.target));
    const { path } = await install('kubectl');
    ends = { http, kubectl: stack.use(await Kubectl.create(path, running.kubeconfig)) };
  }, 180_000);
  afterAll(() => stack.disposeAsync());
  const started = (): { readonly http: Http; readonly kubectl: Kubectl } => {
    if (ends === undefined) throw new Error('the server has not started');
    return ends;
  };
  return { api: () => started().http, kubectl: () => started().kubectl };
}

whereParts(describe, 'kubectl')('kubectl with the simulated API server', () => {
  const { api, kubectl } = between(ours);
  kubectlCases(api, kubectl);

  it('shows the logs that the simulator was given: a real server asks a kubelet for them, which is not there', async () => {
    expect((await kubectl().run(['run', 'talker', '--image=busybox'])).code).toBe(0);
    expect((await kubectl().run(['logs', 'talker'])).out).toBe('hello from talker\n');
  });
});

whereParts(describe, 'kubectl', 'etcd', 'kube-apiserver', 'kube-controller-manager')('kubectl with a real kube-apiserver', () => {
  const { api, kubectl } = between(real);
  kubectlCases(api, kubectl);
});
