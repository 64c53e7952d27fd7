import { describe, expect, it } from '@jest/globals';
import { Unreachable } from '@handoff/kube';
import type { ApiRequest, ApiTransport } from '@handoff/kube';
import { RenewingTransport } from './renewing-transport.js';
import type { Route } from './renewing-transport.js';

const request: ApiRequest = { method: 'GET', path: '/version' };

/** A server that answers, refuses our credentials, or is gone. */
function route(kubeconfig: string, state: 'serves' | 'refuses' | 'gone'): Route & { readonly log: string[] } {
  const log: string[] = [];
  const transport: ApiTransport = {
    server: kubeconfig,
    send: () => {
      log.push('asked');
      if (state === 'gone') return Promise.reject(new Unreachable(kubeconfig, { cause: new Error('refused') }));
      return Promise.resolve({ status: state === 'serves' ? 200 : 401, text: () => Promise.resolve(kubeconfig), lines: () => { throw new TypeError('no watch'); } });
    },
    [Symbol.asyncDispose]: () => { log.push('closed'); return Promise.resolve(); },
  };
  return { kubeconfig, transport, log };
}

describe('RenewingTransport', () => {
  it.each(['refuses', 'gone'] as const)('opens anew, once for all who ask, when the server %s and the kubeconfig is another', async (state) => {
    const old = route('old', state);
    let reopened = 0;
    const transport = new RenewingTransport(old, async () => {
      reopened += 1;
      return Promise.resolve(route('new', 'serves'));
    });
    const answers = await Promise.all([transport.send(request), transport.send(request)]);
    expect(await Promise.all(answers.map((answer) => answer.text()))).toEqual(['new', 'new']);
    expect([reopened, transport.server, old.log]).toEqual([1, 'new', ['asked', 'asked', 'closed']]);
  });

  it('tells of the failure when the kubeconfig is as it was, or cannot be read', async () => {
    const same = new RenewingTransport(route('old', 'gone'), (current) => Promise.resolve(current));
    await expect(same.send(request)).rejects.toThrow('old gave no answer: refused');
    const unreadable = new RenewingTransport(route('old', 'refuses'), () => Promise.reject(new Error('no Secret')));
    expect((await unreadable.send(request)).status).toBe(401);
  });

  it('does not look for another way when the caller gave up', async () => {
    const signal = AbortSignal.abort(new Error('enough'));
    const transport = new RenewingTransport(route('old', 'gone'), () => { throw new TypeError('not asked for'); });
    await expect(transport.send({ ...request, signal })).rejects.toThrow(Unreachable);
  });
});
