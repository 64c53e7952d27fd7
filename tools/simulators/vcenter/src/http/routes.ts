import { pbmEndpoint } from '../methods/pbm.js';
import { apiVersion } from '../methods/service.js';
import { vimEndpoint } from '../soap/vim-endpoint.js';
import { addTemplate } from '../vm/template.js';
import { VirtualMachine } from '../vm/virtual-machine.js';
import { serveAdmin } from './admin.js';
import type { TemplateAdmin } from './admin.js';
import type { HttpHandler } from './server.js';
import { serveRest } from './rest.js';
import { serveSoap } from './soap.js';
import type { SoapContext } from './soap.js';

/** Everything that is served, by path. */
export function routes(context: SoapContext): HttpHandler {
  const { vcenter } = context;
  const vim = vimEndpoint(vcenter);
  const admin = templateAdmin(context);
  return async (request) => {
    const path = request.url.pathname;
    if (path === '/sdk/vimServiceVersions.xml') return { status: 200, headers: { 'Content-Type': 'text/xml' }, body: serviceVersions };
    if (path === '/sdk' || path === '/sdk/' || path === '/sdk/vimService') return serveSoap(context, vim, request);
    if (path === '/pbm') return serveSoap(context, pbmEndpoint, request);
    if (path.startsWith('/rest/')) return serveRest(context, request);
    if (path === '/handoff/templates') return serveAdmin(vcenter, admin, request);
    return { status: 404 };
  };
}

function templateAdmin({ vcenter }: SoapContext): TemplateAdmin {
  return {
    addTemplate: (name) => addTemplate(vcenter, name),
    templateNames: () => vcenter.inventory.all(VirtualMachine).filter((vm) => vm.config.template).map((vm) => vm.name),
  };
}

const serviceVersions = `<?xml version="1.0" encoding="UTF-8"?>
<namespaces version="1.0">
 <namespace>
  <name>urn:vim25</name>
  <version>${apiVersion}</version>
  <priorVersions><version>8.0.2.0</version><version>7.0.3.0</version></priorVersions>
 </namespace>
</namespaces>
`;
