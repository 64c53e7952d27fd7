import { describe, expect, it } from '@jest/globals';

import { instanceData } from './instance-data.js';
import { TemplateError } from './jinja-expression.js';
import { renderTemplate, renderUserData } from './jinja.js';

const variables = instanceData(
  { 'instance-id': 'vm-1', region: 'lab' },
  { hostname: 'node-1', addresses: ['198.51.100.7', '2001:db8::7'] },
);

describe('templates of user data', () => {
  it.each([
    ['a name at top level', '{{ local_hostname }}', 'node-1'],
    ['a name of the metadata, with its hyphens as underscores', '{{ ds.meta_data.instance_id }} {{ ds.meta_data.region }}', 'vm-1 lab'],
    ['a name of the metadata by subscript', "{{ ds.meta_data['local-hostname'] }}", 'node-1'],
    ['the addresses of the host', '{{ ds.meta_data.local_ipv4 }} {{ ds.meta_data.local_ipv6 }}', '198.51.100.7 2001:db8::7'],
    ['standard names', '{{ v1.local_hostname }} {{ v1["cloud_name"] }}', 'node-1 vmware'],
    ['a default', '{{ ds.meta_data.nope | default("none") | upper }}', 'NONE'],
    ['a condition', '{% if v1.platform == "vmware" and nope is not defined %}yes{% else %}no{% endif %}', 'yes'],
    ['a condition with further branches', '{% if nope %}a{% elif region %}b{% elif v1.distro in ["x"] %}c{% else %}d{% endif %}', 'd'],
    ['a variable of its own', '{% set name = "a" ~ local_hostname %}\n{{ name }}', 'anode-1'],
    ['raw text and comments', '{# gone #}{% raw %}{{ kept }}{% endraw %}', '{{ kept }}'],
    ['trimmed blanks', 'a  {{- " b " -}}  c', 'a b c'],
    ['what Python prints', '{{ true }} {{ none }} {{ 3 }}', 'True None 3'],
  ])('render %s', (_name, template, text) => {
    expect(renderTemplate(template, variables)).toBe(text);
  });

  it('leave a mark where a name has no value, and name it', () => {
    expect(renderUserData('## template: jinja\n#cloud-config\nx: {{ ds.meta_data.nope }}', variables)).toEqual({
      text: '#cloud-config\nx: CI_MISSING_JINJA_VAR/nope',
      missing: ['nope'],
    });
  });

  it('are none without the header', () => {
    expect(renderUserData('#cloud-config\nx: {{ y }}', variables)).toEqual({ text: '#cloud-config\nx: {{ y }}', missing: [] });
  });

  it.each([
    ['something of a name without value', '{{ nope.x }}', /'nope' is undefined/],
    ['a name with a hyphen', '{{ ds.meta_data.local-hostname }}', /hyphen/],
    ['a tag that is not closed', '{{ local_hostname', /'}}' is missing/],
    ['a block that is not closed', '{% if true %}x', /'endif' is missing/],
    ['an unknown tag', '{% include "x" %}', /unknown tag 'include'/],
    ['an unknown filter', '{{ 1 | nope }}', /no filter named 'nope'/],
  ])('cannot use %s', (_name, template, message) => {
    expect(() => renderTemplate(template, variables)).toThrow(TemplateError);
    expect(() => renderTemplate(template, variables)).toThrow(message);
  });
});
