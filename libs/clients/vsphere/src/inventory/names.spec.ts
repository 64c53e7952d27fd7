import { describe, expect, it } from '@jest/globals';
import { parseMoRef } from '../moref.js';
import { displayName, nameMatcher, pathSegment, similarNames } from './names.js';

describe('names in the inventory', () => {
  it('are matched as written, escaped or not, with wildcards', () => {
    expect(nameMatcher('a/b')('a%2fb')).toBe(true);
    expect(nameMatcher('a%2Fb')('a%2fb')).toBe(true);
    expect(nameMatcher('ubuntu-*')('ubuntu-2204')).toBe(true);
    expect(nameMatcher('v1.?')('v1.3')).toBe(true);
    expect(nameMatcher('v1.3')('v1x3')).toBe(false);
    expect(nameMatcher('a+b')('a+b')).toBe(true);
  });

  it('survive being escaped and shown; an escape that somebody wrote means what it stands for', () => {
    for (const name of ['50%', 'a/b', 'a\\b', 'plain']) expect(displayName(pathSegment(name))).toBe(name);
    expect(pathSegment('a%2Fb')).toBe(pathSegment('a/b'));
  });

  it('are suggested by likeness: case, part of it, a few typing errors', () => {
    const names = ['VM Network', 'vm-network', 'Management', 'ubuntu-2204-kube-v1.31.4'];
    expect(similarNames('VM Netwrk', names)).toEqual(['VM Network', 'vm-network']);
    expect(similarNames('management', names)).toEqual(['Management']);
    expect(similarNames('ubuntu-2204', names)).toEqual(['ubuntu-2204-kube-v1.31.4']);
    expect(similarNames('storage', names)).toEqual([]);
  });
});

describe('references', () => {
  it.each([
    ['vm-42', 'VirtualMachine'],
    ['VirtualMachine:vm-42', 'VirtualMachine'],
    ['group-v3', 'Folder'],
    ['group-v-1', 'Folder'],
    ['resgroup-27', 'ResourcePool'],
    ['domain-c8', 'ClusterComputeResource'],
    ['datastore-11', 'Datastore'],
    ['dvportgroup-12', 'DistributedVirtualPortgroup'],
  ])('%s is a %s', (text, type) => {
    expect(parseMoRef(text)).toMatchObject({ type });
  });

  it.each(['vm', 'ubuntu-2204', 'VM Network', 'DC0_C0', 'group'])('%s is a name', (text) => {
    expect(parseMoRef(text)).toBeUndefined();
  });
});
