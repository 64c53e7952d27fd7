import { describe, expect, it } from '@jest/globals';
import { readManifests } from './manifest.js';

const namespace = (name: string): string => `apiVersion: v1\nkind: Namespace\nmetadata:\n  name: ${name}\n`;
const read = (content: string): ReturnType<typeof readManifests> => readManifests('folder/file.yaml', content);

describe('a file of the repository', () => {
  it('gives every document as an object, with the line where it begins', () => {
    const { manifests, problems } = read(`# two of them\n${namespace('a')}---\n\n# the second\n${namespace('b')}`);
    expect(problems).toEqual([]);
    expect(manifests.map(({ kind, name, line, file }) => ({ kind, name, line, file }))).toEqual([
      { kind: 'Namespace', name: 'a', line: 2, file: 'folder/file.yaml' },
      { kind: 'Namespace', name: 'b', line: 9, file: 'folder/file.yaml' },
    ]);
  });

  it('gives the items of a List, each with its own line', () => {
    const items = ['a', 'b'].map((name) => `- apiVersion: v1\n  kind: Secret\n  metadata: { name: ${name}, namespace: there }\n`).join('');
    const { manifests } = read(`apiVersion: v1\nkind: List\nitems:\n${items}`);
    expect(manifests.map(({ name, namespace: where, line }) => ({ name, where, line }))).toEqual([
      { name: 'a', where: 'there', line: 4 },
      { name: 'b', where: 'there', line: 7 },
    ]);
  });

  it.each([
    ['an empty file', ''],
    ['only comments', '# nothing yet\n'],
    ['empty documents', '---\n---\n# nothing\n'],
  ])('gives nothing, and is no problem, when it holds %s', (_what, content) => {
    expect(read(content)).toEqual({ manifests: [], problems: [] });
  });

  it('gives no objects at all when one document is broken, and says in which line', () => {
    const { manifests, problems } = read(`${namespace('a')}---\napiVersion: v1\nkind: Namespace\nmetadata:\n  name: b\n bad: indentation\n`);
    expect(manifests).toEqual([]);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({ file: 'folder/file.yaml', line: 10 });
    expect(problems[0]?.message).not.toContain('\n');
    expect(problems[0]?.message).not.toMatch(/at line/);
  });

  it.each([
    ['apiVersion is missing', 'kind: Namespace\nmetadata:\n  name: a\n', 1],
    ['kind is missing', '\napiVersion: v1\nmetadata:\n  name: a\n', 2],
    ['metadata is missing', 'apiVersion: v1\nkind: Namespace\n', 1],
    ['metadata.name is missing', 'apiVersion: v1\nkind: Namespace\nmetadata: {}\n', 1],
    ['metadata.name is empty', 'apiVersion: v1\nkind: Namespace\nmetadata: { name: "" }\n', 1],
  ])('says that %s', (message, content, line) => {
    expect(read(content)).toEqual({ manifests: [], problems: [{ file: 'folder/file.yaml', line, message }] });
  });

  it('is broken by an alias that has no anchor', () => {
    const { manifests, problems } = read(`${namespace('a')}---\napiVersion: v1\nkind: *nowhere\n`);
    expect(manifests).toEqual([]);
    expect(problems).toEqual([{ file: 'folder/file.yaml', line: 6, message: expect.stringContaining('Unresolved alias') }]);
  });

  it('is broken by a document that is no object', () => {
    expect(read('just text\n').problems).toHaveLength(1);
  });
});
