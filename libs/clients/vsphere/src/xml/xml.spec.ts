import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { z } from 'zod';
import { moRef } from '../moref.js';
import { boolean, integer, many, maybe, one, record, reference, string } from './decode.js';
import { childOf, parseXml, textAt, type XmlElement } from './element.js';
import { encode, encodeFields, escapeXml, verbatim, vim, xsdString } from './encode.js';

const parsed = (xml: string): XmlElement => {
  const root = parseXml(xml);
  if (root === undefined) throw new Error('no XML');
  return root;
};

describe('reading XML', () => {
  it.each(['xsi', 'XMLSchema-instance', '_XMLSchema-instance'])('keeps the type of a value and that of a reference apart, whatever the prefix (%s)', (prefix) => {
    const root = parsed(`<a xmlns:${prefix}="http://www.w3.org/2001/XMLSchema-instance"><obj type="VirtualMachine" ${prefix}:type="ManagedObjectReference">vm-1</obj></a>`);
    expect(childOf(root, 'obj')).toMatchObject({ moType: 'VirtualMachine', xsiType: 'ManagedObjectReference', text: 'vm-1' });
  });

  it('leaves values as text, since versions look like numbers', () => {
    expect(textAt(parsed('<a><version>8.10</version></a>'), 'version')).toBe('8.10');
  });

  it('keeps white space in values and resolves entities, numeric ones too', () => {
    expect(textAt(parsed('<a><b> x &lt;y&gt; &#34;z&#34;&#xA; </b></a>'), 'b')).toBe(' x <y> "z"\n ');
  });

  it('says nothing of what is no XML', () => {
    expect(parseXml('')).toBeUndefined();
    expect(parseXml('503 Service Unavailable')).toBeUndefined();
  });

  it('tells a list from a single value only by what the reader expects', () => {
    const schema = record({ id: one(integer), name: maybe(string), on: many(boolean), ref: one(reference) });
    const xml = '<a><id>7</id><on>true</on><on>0</on><ref type="Folder">group-v3</ref></a>';
    expect(schema.parse(parsed(xml))).toEqual({ id: 7, name: undefined, on: [true, false], ref: moRef('Folder', 'group-v3') });
  });

  it('refuses what has not the expected form, naming the field', () => {
    const schema = record({ id: one(integer), ref: one(reference) });
    const result = schema.safeParse(parsed('<a><id>x</id><ref>group-v3</ref></a>'));
    expect(result.success ? [] : result.error.issues.map(({ message }) => message)).toEqual([
      '<id> is no integer',
      '<ref> is no managed object reference',
    ]);
    expect(result.error && z.prettifyError(result.error)).toContain('id');
  });
});

describe('writing XML', () => {
  it('puts fields in the order of the schema, whatever order they are given in', () => {
    const fields = { spec: vim('VirtualMachineConfigSpec', { extraConfig: [], numCPUs: 2, instanceUuid: 'u' }), _this: moRef('VirtualMachine', 'vm-1') };
    expect(encodeFields('ReconfigVM_Task', fields)).toBe(
      '<_this type="VirtualMachine">vm-1</_this>' +
        '<spec xsi:type="VirtualMachineConfigSpec"><instanceUuid>u</instanceUuid><numCPUs>2</numCPUs></spec>',
    );
  });

  it('repeats lists, leaves out what is undefined, and types what may be anything', () => {
    expect(encode('o', [vim('OptionValue', { key: 'a', value: xsdString('') }), vim('OptionValue', { key: 'b', value: undefined })])).toBe(
      '<o xsi:type="OptionValue"><key>a</key><value xsi:type="xsd:string"></value></o><o xsi:type="OptionValue"><key>b</key></o>',
    );
    expect(encode('x', false)).toBe('<x>false</x>');
    expect(encode('x', 0)).toBe('<x>0</x>');
  });

  it('sends a value back as it came, but for what is replaced', () => {
    const device = parsed(
      '<d xmlns:p="http://www.w3.org/2001/XMLSchema-instance" p:type="VirtualDisk"><key>2000</key>' +
        '<backing p:type="VirtualDiskFlatVer2BackingInfo"><fileName>[a] b&amp;c</fileName><datastore type="Datastore">ds-1</datastore></backing>' +
        '<capacityInKB>1</capacityInKB><capacityInBytes>1024</capacityInBytes></d>',
    );
    expect(encode('device', verbatim(device, { capacityInKB: '2', capacityInBytes: undefined }))).toBe(
      '<device xsi:type="VirtualDisk"><key>2000</key>' +
        '<backing xsi:type="VirtualDiskFlatVer2BackingInfo"><fileName>[a] b&amp;c</fileName><datastore type="Datastore">ds-1</datastore></backing>' +
        '<capacityInKB>2</capacityInKB></device>',
    );
  });

  it('drops characters that XML cannot carry', () => {
    expect(escapeXml('a\u0000b\u001bc\td\n')).toBe('abc\td\n');
  });

  it('can read any text that it wrote', () => {
    const writable = fc.string({ unit: 'grapheme' }).map((text) => text.replace(/[^\t\n\r -\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, ''));
    fc.assert(
      fc.property(writable, (text) => {
        expect(parsed(`<a>${encode('b', text)}</a>`).children['b']?.[0]?.text).toBe(text);
      }),
      { seed: 7, numRuns: 500 },
    );
  });
});
