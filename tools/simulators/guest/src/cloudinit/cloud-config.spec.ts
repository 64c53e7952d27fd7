import { describe, expect, it } from '@jest/globals';

import { CloudConfigError, parseCloudConfig, toCloudConfig } from './cloud-config.js';
import { mergeConfigs } from './merge.js';
import { configureNetwork } from './network-config.js';

const parse = (text: string): unknown => parseCloudConfig(`#cloud-config\n${text}`, 'user data');

describe('a cloud-config', () => {
  it('gives what is carried out', () => {
    const config = parseCloudConfig(
      '#cloud-config\nruncmd: [echo a, [echo, b]]\nwrite_files: [{path: /a, content: x, permissions: "0640"}]\nntp: {enabled: true}',
      'user data',
    );
    expect(toCloudConfig(config)).toEqual({
      writeFiles: [{ path: '/a', content: 'x', permissions: '0640' }],
      bootCommands: [],
      runCommands: ['echo a', ['echo', 'b']],
    });
  });

  it.each([
    ['numeric permissions', 'write_files: [{path: /a, permissions: 0640}]', /write_files\.0\.permissions/],
    ['a file without a path', 'write_files: [{content: x}]', /write_files\.0\.path/],
    [
      'an unknown field of a file',
      'write_files: [{path: /a, mode: "0640"}]',
      /write_files\.0: additional properties are not allowed \(mode\)/,
    ],
    ['an unknown module', 'run_cmd: []', /additional properties are not allowed \(run_cmd\)/],
    ['commands that are no list', 'runcmd: echo', /runcmd/],
    ['an unknown encoding', 'write_files: [{path: /a, encoding: rot13}]', /write_files\.0\.encoding/],
    ['a tab for indentation', 'write_files:\n\t- path: /a', /not valid YAML/],
    ['the same key twice', 'runcmd: []\nruncmd: []', /not valid YAML/],
  ])('does not take %s', (_name, text, message) => {
    expect(() => parse(text)).toThrow(CloudConfigError);
    expect(() => parse(text)).toThrow(message);
  });

  it('never quotes what it refuses', () => {
    expect(() => parse('write_files: [{path: /a, content: {token: "secret-value"}}]')).not.toThrow(/secret-value/);
  });
});

describe('vendor data', () => {
  it('loses its lists to those of the user', () => {
    expect(mergeConfigs({ runcmd: ['user'] }, { runcmd: ['vendor'], bootcmd: ['early'], ntp: { enabled: true } })).toEqual({
      runcmd: ['user'],
      bootcmd: ['early'],
      ntp: { enabled: true },
    });
  });

  it('keeps them where it says how to merge', () => {
    const vendor = { merge_how: 'list(append)+dict(recurse_list)+str()', runcmd: ['vendor'] };
    expect(mergeConfigs({ runcmd: ['user'] }, vendor)).toEqual({ runcmd: ['user', 'vendor'] });
  });
});

describe('the network of a VM', () => {
  const cards = [{ macAddress: '00:50:56:00:00:01' }, { macAddress: '00:50:56:00:00:02' }];
  const network = (ethernets: object): { network: object } => ({ network: { version: 2, ethernets } });

  it('finds its cards by MAC address', () => {
    const device = { match: { macaddress: '00:50:56:00:00:02' }, 'set-name': 'eth0', addresses: ['198.51.100.7/24', '2001:db8::7/64'] };
    expect(configureNetwork(network({ id0: device }), cards)).toEqual([
      { macAddress: '00:50:56:00:00:02', deviceName: 'eth0', addresses: ['198.51.100.7', '2001:db8::7'], dhcp: false },
    ]);
  });

  it('asks DHCP where nothing is said', () => {
    expect(configureNetwork({}, cards)).toMatchObject([{ dhcp: true }, { dhcp: false }]);
  });

  it.each([
    ['an address without a prefix length', { addresses: ['198.51.100.7'] }, /no address with a prefix length/],
    ['a gateway that is none', { gateway4: 'router' }, /gateway "router" is no IP address/],
    ['a card that is not there', { match: { macaddress: '00:00:00:00:00:00' } }, /no network card has the MAC address/],
  ])('refuses %s', (_name, device, message) => {
    expect(() => configureNetwork(network({ id0: device }), cards)).toThrow(message);
  });
});
