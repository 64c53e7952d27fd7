import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { UsageError } from '../process/failures.js';
import { addTemplate, simulateGuests } from './simulate.js';

/** Nobody listens at the first port. */
const NOBODY = '127.0.0.1:1';

describe('the guests of a vCenter', () => {
  let before: string | undefined;
  beforeEach(() => {
    before = process.env['VSPHERE_PASSWORD'];
    process.env['VSPHERE_PASSWORD'] = 'hunter2';
  });
  afterEach(() => {
    if (before === undefined) delete process.env['VSPHERE_PASSWORD'];
    else process.env['VSPHERE_PASSWORD'] = before;
  });

  it.each(['https://vcenter.example.com', 'https://127.0.0.1.example.com/sdk', 'user@127.0.0.1', '192.0.2.1:443', 'https://localhost@vcenter.example.com'])(
    'are not played on %s before it is known which certificate it has: no password is sent', async (vcenter) => {
      await expect(simulateGuests({ vcenter, username: 'user', delays: 'none' })).rejects.toThrow(UsageError);
    });

  it.each([`https://${NOBODY}`, `https://${NOBODY}/sdk`])('need none on loopback (%s), and an error names the server', async (vcenter) => {
    const played = simulateGuests({ vcenter, username: 'user', delays: 'none' });
    await expect(played).rejects.toThrow(`the vCenter at ${NOBODY}: `);
    await expect(played).rejects.not.toThrow(/hunter2/);
  });
});

it('a template that cannot be added is told with the server', async () => {
  await expect(addTemplate('ubuntu', { server: NOBODY })).rejects.toThrow(`the vCenter at ${NOBODY}: `);
});
