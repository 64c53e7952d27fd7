import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { MoRef } from '../model/moref.js';
import { schema } from '../schema/index.js';
import { VimFault } from '../soap/faults.js';
import { parseXml, XmlSyntaxError } from '../xml/element.js';
import { decodeFields } from './decode.js';
import { encodeFields } from './encode.js';

const namespaces = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema"';

function decode(type: string, xml: string) {
  return decodeFields(type, schema.type(type)?.fields ?? [], parseXml(`<root ${namespaces}>${xml}</root>`));
}

function messageOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    return error instanceof VimFault ? `${error.type}: ${error.message}` : String(error);
  }
  return 'no fault';
}

describe('the codec', () => {
  it('reads what it writes, in the order of the schema whatever the order of the object', () => {
    const spec = {
      powerOn: true,
      template: false,
      snapshot: new MoRef('VirtualMachineSnapshot', 'snapshot-1'),
      location: { pool: new MoRef('ResourcePool', 'resgroup-1'), datastore: new MoRef('Datastore', 'datastore-1') },
      config: { memoryMB: 4096, numCPUs: 2, extraConfig: [{ key: 'a', value: 'b' }, { key: 'n', value: 3 }] },
    };
    const xml = encodeFields('VirtualMachineCloneSpec', spec);
    expect(xml.indexOf('<numCPUs>')).toBeLessThan(xml.indexOf('<memoryMB>'));
    expect(decode('VirtualMachineCloneSpec', xml)).toEqual(spec);
  });

  it('keeps any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }).filter((text) => /^[\t\n\r\u0020-\ud7ff\ue000-\ufffd]*$/.test(text)), (text) => {
        expect(decode('OptionValue', encodeFields('OptionValue', { key: 'k', value: text }))).toEqual({ key: 'k', value: text });
      }),
    );
  });

  it('finds the derived type in whatever prefix xsi came under', () => {
    const foreign = 'xmlns:_XMLSchema-instance="http://www.w3.org/2001/XMLSchema-instance" _XMLSchema-instance:type="VirtualVmxnet3"';
    const change = `<operation>add</operation><device ${foreign}><key>-1</key></device>`;
    expect(decode('VirtualDeviceConfigSpec', change)).toEqual({ operation: 'add', device: { $type: 'VirtualVmxnet3', key: -1 } });
  });

  it.each([
    ['an unknown element', 'SharesInfo', '<shares>1</shares><level>normal</level><more/>', 'Unexpected element "more" in SharesInfo'],
    ['a wrong order', 'SharesInfo', '<level>normal</level><shares>1</shares>', 'Element "shares" of SharesInfo comes too late or twice'],
    ['a second value', 'SharesInfo', '<shares>1</shares><shares>2</shares>', 'Element "shares" of SharesInfo comes too late or twice'],
    ['a missing element', 'SharesInfo', '<shares>1</shares>', 'Required element "level" is missing from SharesInfo'],
    ['an unknown value', 'SharesInfo', '<shares>1</shares><level>huge</level>', 'SharesInfo.level: "huge" is no SharesLevel'],
    ['a number out of range', 'SharesInfo', '<shares>3000000000</shares><level>low</level>', 'SharesInfo.shares: "3000000000" is no int'],
    ['a reference of another type', 'ObjectSpec', '<obj type="Nonsense">x</obj>', 'ObjectSpec.obj must refer to a ManagedObject, not to a Nonsense'],
    ['a value without its type', 'OptionValue', '<key>k</key><value>v</value>', 'OptionValue.value needs xsi:type'],
  ])('refuses %s, and says where', (_name, type, xml, message) => {
    expect(messageOf(() => decode(type, xml))).toBe(`InvalidRequest: ${message}`);
  });

  it('says what is not simulated', () => {
    const spec = '<vcpuConfig><latencySensitivity/></vcpuConfig>';
    expect(messageOf(() => decode('VirtualMachineConfigSpec', spec))).toBe('NotSupported: VirtualMachineConfigSpec.vcpuConfig is not simulated');
  });

  it.each(['', '<a>', '<a></b>', '<a/><b/>', '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>', '<p:a/>'])('takes %j for no XML', (source) => {
    expect(() => parseXml(source)).toThrow(XmlSyntaxError);
  });
});
