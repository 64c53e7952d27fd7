import { describe, expect, it } from '@jest/globals';
import { ManifestError, manifestsOf } from './documents.js';

const read = (text: string, secret = false) => manifestsOf({ source: 'ConfigMap cni, key a.yaml', text, secret });

const object = (kind: string, name: string): string => `apiVersion: v1\nkind: ${kind}\nmetadata:\n  name: ${name}\n`;

describe('the documents of a manifest', () => {
  it('come with what others need first, and otherwise as they stand', () => {
    const kinds = ['ValidatingWebhookConfiguration', 'Cilium', 'DaemonSet', 'ConfigMap', 'CustomResourceDefinition', 'Another', 'Namespace'];
    const text = kinds.map((kind) => object(kind, 'x')).join('---\n');
    expect(read(text).map(({ kind }) => kind)).toEqual([
      'Namespace', 'CustomResourceDefinition', 'ConfigMap', 'DaemonSet', 'Cilium', 'Another', 'ValidatingWebhookConfiguration',
    ]);
  });

  it('may be empty, comments, JSON, or Lists', () => {
    expect(read('')).toEqual([]);
    expect(read('---\n# nothing\n---\n')).toEqual([]);
    expect(read('{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"json"}}')).toHaveLength(1);
    const list = `apiVersion: v1\nkind: List\nitems:\n- ${object('ConfigMap', 'a').replaceAll('\n', '\n  ').trim()}\n- ${object('Secret', 'b').replaceAll('\n', '\n  ').trim()}\n`;
    expect(read(list).map(({ metadata }) => metadata.name)).toEqual(['b', 'a']);
  });

  it('mean what they mean to kubectl', () => {
    const [map] = read(`${object('ConfigMap', 'x')}mode: 0644\non: yes\nday: 2026-01-01\ntime: 12:30:45\nsized: 0x10\ntext: "yes"\n`);
    expect(map).toMatchObject({ mode: 0o644, day: '2026-01-01', time: '12:30:45', sized: 16, text: 'yes' });
  });

  it.each([
    ['what is not YAML', `${object('ConfigMap', 'a')}---\nkind: [\n`, /key a.yaml, document 2, line \d: is not YAML/],
    ['a text', 'hello', /document 1, line 1: is no Kubernetes object/],
    ['an object without a name', `${object('ConfigMap', 'a')}---\n\napiVersion: v1\nkind: ConfigMap\nmetadata: {}\n`, /document 2, line 7: .*metadata.name is missing/],
    ['an object without a kind', 'apiVersion: v1\nmetadata: {name: a}\n', /kind is missing/],
  ])('are named when one is %s', (_, text, message) => {
    expect(() => read(text)).toThrow(message);
    expect(() => read(text)).toThrow(ManifestError);
  });

  it('of a Secret are never quoted', () => {
    const text = 'password: hunter2\npassword: hunter3\nother: *hunter4\n';
    try {
      read(text, true);
      throw new Error('taken');
    } catch (error) {
      expect(String(error)).toMatch(/line \d: is not YAML: [A-Z_]+; correct it there/);
      expect(String(error)).not.toContain('hunter');
    }
  });
});
