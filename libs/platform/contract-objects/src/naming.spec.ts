import { describe, expect, it } from '@jest/globals';
import { pluralOf } from './contract-kinds.js';
import { fillName } from './naming.js';

describe('a name from a template', () => {
  const values = { 'machineSet.name': 'workers', random: 'x7k2p' };
  it.each([
    ['{{ .machineSet.name }}-{{ .random }}', 'workers-x7k2p'],
    ['{{.machineSet.name}}-{{.random}}', 'workers-x7k2p'],
    ['node-{{ .random }}', 'node-x7k2p'],
  ])('%s is %s', (template, expected) => { expect(fillName(template, values)).toBe(expected); });

  it('says what it knows when asked for what it does not', () => {
    expect(() => fillName('{{ .cluster.uid }}', values)).toThrow('{{ .cluster.uid }} is not known; use {{ .machineSet.name }}, {{ .random }}');
  });
});

describe('the plural of a kind', () => {
  it.each([
    ['VSphereMachine', 'vspheremachines'], ['KubeadmConfigTemplate', 'kubeadmconfigtemplates'], ['IPAddress', 'ipaddresses'], ['Policy', 'policies'], ['Gateway', 'gateways'],
  ])('%s is %s', (kind, expected) => { expect(pluralOf(kind)).toBe(expected); });
});
