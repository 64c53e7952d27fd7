import { describe, expect, it } from '@jest/globals';
import { DuplicateNameError, moRef } from '@handoff/vsphere';
import { UID, vmWith } from '../testing/objects.js';
import { occupantOf } from './duplicate.js';

const ref = moRef('VirtualMachine', 'vm-7');
const taken = (instanceUuid: string | undefined): DuplicateNameError =>
  new DuplicateNameError('taken', { existing: { ref, name: 'prod-a', instanceUuid, biosUuid: undefined } });

describe('whose a machine of the wanted name is', () => {
  it.each([
    ['ours, by the instance UUID that a clone is given', taken(UID.toUpperCase()), 'ours'],
    ['another\'s', taken('99999999-2222-3333-4444-555555555555'), 'foreign'],
    ['not known while vCenter still makes it', taken(undefined), 'unfinished'],
    ['not known when it is not there yet', new DuplicateNameError('taken'), 'unfinished'],
  ])('is %s', (_, error, kind) => {
    expect(occupantOf(error, vmWith([], { folder: 'team' })).kind).toBe(kind);
  });

  it('is said with the place and what to do', () => {
    const occupant = occupantOf(taken('99999999-2222-3333-4444-555555555555'), vmWith([], { folder: 'team' }));
    expect(occupant).toMatchObject({ message: expect.stringMatching(/prod-a is in folder team already \(VirtualMachine:vm-7\).*rename or remove it/) });
  });
});
