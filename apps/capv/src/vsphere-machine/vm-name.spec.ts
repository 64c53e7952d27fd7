import { describe, expect, it } from '@jest/globals';
import { vmNameOf } from './vm-name.js';

describe('the name of a machine', () => {
  it.each([
    [undefined, 'prod-md-0-x7k2p', 'prod-md-0-x7k2p'],
    ['{{ .machine.name }}', 'prod-a', 'prod-a'],
    ['vm-{{ .machine.name }}', 'prod-a', 'vm-prod-a'],
    ['{{ .machine.name | trunc 4 }}-x', 'prod-a', 'prod-x'],
    ['{{ trunc -5 .machine.name }}', 'prod-md-0-x7k2p', 'x7k2p'],
    ['{{ .machine.name | trimSuffix "-a" }}', 'prod-a', 'prod'],
    ['{{- trimSuffix `-b` .machine.name -}}', 'prod-a', 'prod-a'],
  ])('of template %s is made of %s', (template, machine, name) => {
    expect(vmNameOf({ machine, template, os: 'Linux' })).toBe(name);
  });

  it('keeps both ends of a Windows host that is named too long', () => {
    expect(vmNameOf({ machine: 'prod-md-0-x7k2p', template: undefined, os: 'Windows' })).toBe('prod-md-0-x7k2p');
    expect(vmNameOf({ machine: 'production-md-0-x7k2p', template: undefined, os: 'Windows' })).toBe('productio-x7k2p');
  });

  it.each([
    ['{{ .cluster.name }}', 'is not known'],
    ['{{ .machine.name | upper }}', 'upper is not known'],
    ['Node_{{ .machine.name }}', 'no DNS label'],
    [`${'a'.repeat(63)}{{ .machine.name }}`, 'at most 63'],
  ])('is refused when the template is %s', (template, message) => {
    expect(() => vmNameOf({ machine: 'prod-a', template, os: undefined })).toThrow(message);
  });
});
