import { systemClock } from '@handoff/time';
import { describe, expect, it, jest } from '@jest/globals';

import { VcenterFixture } from '../testing/vcenter-fixture.js';
import { GuestTools } from './guest-tools.js';
import { VcenterSession } from './session.js';

const userData = '#cloud-config\n{}\n';

describe('the tools of a guest', () => {
  it('read what the VM boots with, and make one task of what is set at the same moment, the last word of each variable', async () => {
    await using site = await VcenterFixture.create();
    const vm = await site.createVm('plain', userData, (mac) => `mac: ${mac}\n`);
    const { address: server, thumbprint } = site.vcenter;
    const session = await VcenterSession.open({ server, username: 'user', password: 'pass', thumbprint });
    const reconfigure = jest.spyOn(session, 'reconfigure'); // goes on to vCenter
    const tools = new GuestTools({ type: vm.type, id: vm.value }, () => session, systemClock, new AbortController().signal);

    const { macAddresses, extraConfig } = await tools.configuration();
    expect(macAddresses).toEqual([expect.stringMatching(/^00:50:56:3f:/)]);
    expect(extraConfig.get('guestinfo.userdata')).toBe(Buffer.from(userData).toString('base64'));

    const both = tools.set({ 'guestinfo.handoff.state': 'running', 'guestinfo.handoff.step': 'one' });
    await Promise.all([both, tools.set({ 'guestinfo.handoff.step': 'two' })]);
    await tools.set({ 'guestinfo.handoff.step': 'three' });
    expect(reconfigure.mock.calls.map(([, entries]) => entries)).toEqual([
      { 'guestinfo.handoff.state': 'running', 'guestinfo.handoff.step': 'two' },
      { 'guestinfo.handoff.step': 'three' },
    ]);
    await new Promise<void>((resolve) => {
      site.client.watchVm(vm, (change) => {
        if (change.kind === 'changed' && change.vm.extraConfig.get('guestinfo.handoff.step') === 'three') resolve();
      });
    });
    await session.logout();
  });
});
