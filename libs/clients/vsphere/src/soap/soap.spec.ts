import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
// eslint-disable-next-line @nx/enforce-module-boundaries -- a spec may run the simulator; nothing that ships depends on it
import { startVCenter, type VCenterSimulator } from '@handoff/simulator-vcenter';
import { inspect } from 'node:util';
import { VSphereClient } from '../client.js';
import type { VSphereOptions } from '../client-options.js';
import { ProtocolError, TimeoutError } from '../errors/connection.js';
import { cloned, placement } from '../testing/machines.js';
import { guestinfo } from '../vm/guestinfo.js';

const SECRETS = /hunter2|aHVudGVyM|pass-phrase/; // the second is hunter2 in base64

describe('calls to a vCenter', () => {
  let vcenter: VCenterSimulator;
  let options: VSphereOptions;

  beforeAll(async () => {
    vcenter = await startVCenter({ templates: ['ubuntu'], users: [{ name: 'user', password: 'pass-phrase' }] });
    options = { server: vcenter.address, thumbprint: vcenter.thumbprint, username: 'user', password: 'pass-phrase' };
  });
  afterAll(() => vcenter[Symbol.asyncDispose]());

  it('are counted with their duration and outcome', async () => {
    const counted: (readonly [string, boolean])[] = [];
    await using client = await VSphereClient.connect({ ...options, onCall: (method, ms, ok) => counted.push([method, ok && ms >= 0]) });
    await client.findTemplate('nowhere').catch(() => undefined);
    await client.shutdownGuest((await client.findTemplate('ubuntu')).ref).catch(() => undefined);
    expect(counted.slice(0, 2)).toEqual([['RetrieveServiceContent', true], ['Login', true]]);
    expect(counted).toContainEqual(['ShutdownGuest', false]);
  });

  it('end after a limit, saying which call to whom', async () => {
    await using client = await VSphereClient.connect({ ...options, limits: { requestTimeoutMs: 300 } });
    const undo = vcenter.addFaultRule({ method: 'CreateFolder', delayMs: 2_000, times: 1 });
    const error: unknown = await client.ensureFolder('slow').catch((reason: unknown) => reason);
    undo();
    expect(error).toBeInstanceOf(TimeoutError);
    expect(error).toMatchObject({ retryable: true, method: 'CreateFolder', message: expect.stringContaining(vcenter.address) });
  });

  it('fail as a broken protocol when something else than vCenter answers', async () => {
    await using client = await VSphereClient.connect(options);
    const { ref } = await client.findTemplate('ubuntu');
    const undo = vcenter.addFaultRule({ method: 'RetrievePropertiesEx', httpStatus: 503, times: 1 });
    await expect(client.vm(ref)).rejects.toBeInstanceOf(ProtocolError);
    undo();
  });

  it('never show a secret: not in an error, not in the client, not in what is read back', async () => {
    const background: unknown[] = [];
    await using client = await VSphereClient.connect({ ...options, onBackgroundError: (error) => background.push(error) });
    const place = await placement(client, 'ubuntu');
    const spec = { ...place, name: 'secret', instanceUuid: '6f1d0000-0000-4000-8000-000000000041', extraConfig: guestinfo({ userdata: 'hunter2' }) };
    const undo = vcenter.addFaultRule({ method: 'CloneVM_Task', times: 1, fault: { type: 'InvalidArgument', message: 'no' } });
    const refused: unknown = await client.cloneVm(spec).catch((reason: unknown) => reason);
    undo();
    const lost = vcenter.addFaultRule({ method: 'CloneVM_Task', times: 1, dropReply: true });
    const dropped: unknown = await client.cloneVm(spec).catch((reason: unknown) => reason);
    lost();
    const vm = await client.findVm({ instanceUuid: spec.instanceUuid });
    const again: unknown = await cloned(client, spec).catch((reason: unknown) => reason);
    expect(vm && (await client.vm(vm)).extraConfig).toEqual(new Map());
    for (const shown of [refused, dropped, again, client, background]) {
      expect(inspect(shown, { depth: 12, showHidden: true })).not.toMatch(SECRETS);
    }
    expect(again).toMatchObject({ code: 'DuplicateName', existing: { ref: vm } });
  });
});
