import fc from 'fast-check';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { yamlDocuments, yamlText } from './yaml.js';

/** Text made of what YAML finds hard, which random text seldom has. */
const hard = fc
  .array(fc.oneof(fc.constantFrom('\n', ' ', '\t', '\r', '{{', '}}', '{%', ': ', '#', '- ', '\'', '"', '\\', '|', '---', '\u0085', '\u2028', '\u0001', '0', 'a'), fc.string({ unit: 'grapheme' })))
  .map((parts) => parts.join(''));

describe('YAML', () => {
  it('brings every text back as it was, also when it lies within a text', () => {
    fc.assert(
      fc.property(hard, (text) => {
        const inner = yamlText({ list: [{ value: text, next: 1 }] });
        const outer = parse(yamlText({ content: inner }), { version: '1.1' }) as { content: string };
        expect(outer.content).toBe(inner);
        expect(parse(inner, { version: '1.1' })).toEqual({ list: [{ value: text, next: 1 }] });
      }),
      { seed: 7, numRuns: 500 },
    );
  });

  // But for a text whose last line is blank: no block scalar can hold that, so its quotes are escaped.
  it('leaves a Jinja expression exactly as the user wrote it, since it is rendered before the YAML is read', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('{{ ds["v1"] }}', '{{ ds[\'v1\'] }}', '{% if a == "\\n" %}', ' ', 'x', ': ', '# ', '"', '\'', '\n')), (parts) => {
        const text = yamlText({ value: `${parts.join('')}x` });
        for (const expression of parts.filter((part) => part.startsWith('{'))) expect(text).toContain(expression);
      }),
      { seed: 7, numRuns: 300 },
    );
  });

  it.each(['yes', 'no', 'on', 'y', 'null', '~', '0640', '1_000', '12:30:45', '1e3', '2026-01-02', '0o17', '=', '<<', '', '.inf', 'true'])('quotes %j, which some reader would not read as text', (text) => {
    expect(yamlText({ value: text })).toBe(`value: '${text}'\n`);
  });

  it('separates documents', () => {
    expect(yamlDocuments([{ a: 1 }, { b: [] }])).toBe('---\na: 1\n---\nb: []\n');
  });
});
