import { describe, expect, it } from '@jest/globals';
import { toRestError } from '../rest/rest-error.js';
import { readReply } from '../soap/envelope.js';
import { parseXml } from '../xml/element.js';
import { readLocalizedFault, toError } from './fault-mapping.js';

const context = { server: 'vc.example.com', method: 'CloneVM_Task' };

const fault = (type: string, detail = '', message = 'in the words of vCenter') =>
  readReply(
    500,
    '<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"><soapenv:Body><soapenv:Fault><faultcode>ServerFaultCode</faultcode>' +
      `<faultstring>${message}</faultstring><detail><${type}Fault xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="${type}">` +
      `${detail}</${type}Fault></detail></soapenv:Fault></soapenv:Body></soapenv:Envelope>`,
    context,
  );

const errorOf = (type: string, detail?: string, message?: string) => {
  const reply = fault(type, detail, message);
  if (!('fault' in reply)) throw new Error('no fault');
  return toError(reply.fault, context);
};

describe('faults of vCenter', () => {
  it.each([
    ['NotAuthenticated', 'NotAuthenticated', true],
    ['InvalidLogin', 'InvalidLogin', false],
    ['NoPermission', 'NoPermission', true],
    ['ManagedObjectNotFound', 'ObjectGone', false],
    ['DuplicateName', 'DuplicateName', false],
    ['InvalidPowerState', 'InvalidPowerState', true],
    ['ToolsUnavailable', 'ToolsUnavailable', true],
    ['TaskInProgress', 'Busy', true],
    ['InsufficientMemoryResourcesFault', 'InsufficientResources', true],
    ['NoDiskSpace', 'InsufficientResources', true],
    ['InvalidDeviceSpec', 'InvalidArgument', false],
    ['InvalidDeviceBacking', 'InvalidArgument', false],
    ['InvalidArgument', 'InvalidArgument', false],
    ['DeviceUnsupportedForVmVersion', 'NotSupported', false],
    ['MethodNotFound', 'NotSupported', false],
    ['InvalidHostState', 'InvalidState', true],
    ['RequestCanceled', 'Canceled', true],
    ['SomethingNew', 'Fault', true],
  ])('of type %s become a %s error (retryable: %s)', (type, code, retryable) => {
    const error = errorOf(type);
    expect(error).toMatchObject({ code, retryable, terminal: !retryable, fault: type, vcenterMessage: 'in the words of vCenter' });
    expect(error.message).toContain(`CloneVM_Task on vc.example.com: in the words of vCenter (${type})`);
  });

  it('name the missing privilege and the object that it is missing on', () => {
    const detail = '<object type="Folder">group-v3</object><privilegeId>VirtualMachine.Inventory.CreateFromExisting</privilegeId>';
    expect(errorOf('NoPermission', detail)).toMatchObject({
      privileges: ['VirtualMachine.Inventory.CreateFromExisting'],
      object: { type: 'Folder', value: 'group-v3' },
      message: expect.stringContaining('VirtualMachine.Inventory.CreateFromExisting on Folder group-v3'),
    });
  });

  it('list every missing privilege where vCenter does', () => {
    const missing = '<missingPrivileges><entity type="Folder">g</entity><privilegeIds>A.B</privilegeIds><privilegeIds>C.D</privilegeIds></missingPrivileges>';
    expect(errorOf('NoPermission', `<privilegeId>A.B</privilegeId>${missing}`)).toMatchObject({ privileges: ['A.B', 'C.D'] });
  });

  it('tell the power states, and whether the wanted one is there already', () => {
    const states = (requested: string, existing: string) => `<requestedState>${requested}</requestedState><existingState>${existing}</existingState>`;
    expect(errorOf('InvalidPowerState', states('poweredOff', 'poweredOn'))).toMatchObject({ satisfied: false });
    expect(errorOf('InvalidPowerState', states('poweredOn', 'poweredOn'))).toMatchObject({ satisfied: true });
    expect(errorOf('InvalidPowerState', states('poweredOff', 'poweredOn')).message).toContain('the machine is poweredOn, poweredOff is needed');
  });

  it('are told by their type even where the message is empty or is the name of a Go type', () => {
    expect(errorOf('DuplicateName', '', '*types.DuplicateName')).toMatchObject({ code: 'DuplicateName' });
    expect(errorOf('DuplicateName', '', '').message).toBe('CloneVM_Task on vc.example.com: DuplicateName');
  });

  it('are read the same from a task as from a call', () => {
    const error = parseXml(
      '<error xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><fault xsi:type="NoDiskSpace"><datastore>ds</datastore></fault>' +
        '<localizedMessage>Insufficient disk space on datastore ds.</localizedMessage></error>',
    );
    if (error === undefined) throw new Error('no XML');
    expect(toError(readLocalizedFault(error), context)).toMatchObject({
      code: 'InsufficientResources',
      fault: 'NoDiskSpace',
      vcenterMessage: 'Insufficient disk space on datastore ds.',
    });
  });

  it('are no faults when a proxy answers in place of vCenter', () => {
    expect(() => readReply(502, '<html><body>Bad Gateway</body></html>', context)).toThrow(/HTTP 502 and no SOAP envelope/);
  });
});

describe('errors of the REST endpoint', () => {
  it.each([
    [404, 'com.vmware.vapi.std.errors.not_found', 'ObjectGone'],
    [400, 'com.vmware.vapi.std.errors.already_exists', 'AlreadyExists'],
    [400, 'com.vmware.vapi.std.errors.invalid_argument', 'InvalidArgument'],
    [403, 'com.vmware.vapi.std.errors.unauthorized', 'NoPermission'],
    [401, 'com.vmware.vapi.std.errors.unauthenticated', 'NotAuthenticated'],
    [503, 'com.vmware.vapi.std.errors.service_unavailable', 'Connection'],
    [500, 'com.vmware.vapi.std.errors.resource_busy', 'Busy'],
    [500, 'com.vmware.vapi.std.errors.internal_server_error', 'Fault'],
  ])('of status %d and type %s become a %s error with its message', (status, type, code) => {
    const body = JSON.stringify({ type, value: { messages: [{ id: 'x', default_message: 'it is so', args: [] }] } });
    expect(toRestError(status, body, { server: 'vc', method: 'OVF deploy' })).toMatchObject({ code, fault: type, vcenterMessage: 'it is so' });
  });

  it('are told by status where the body says nothing', () => {
    expect(toRestError(401, '', { server: 'vc' })).toMatchObject({ code: 'NotAuthenticated' });
    expect(toRestError(502, '<html>', { server: 'vc' })).toMatchObject({ code: 'Connection', retryable: true });
  });
});
