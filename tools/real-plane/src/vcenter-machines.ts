import { Agent, request } from 'undici';

/** Who looks. */
export interface VCenterLogin {
  /** `host:port`. */
  readonly server: string;
  readonly username: string;
  readonly password: string;
}

/**
 * The names of all machines that are no templates, as vCenter itself has them. In plain SOAP, on a session of its own: what is proved with
 * it must not rest on the client that is being proved.
 */
export async function machinesIn({ server, username, password }: VCenterLogin): Promise<readonly string[]> {
  const agent = new Agent({ connect: { rejectUnauthorized: false } }); // a simulator on loopback, pinned by nobody here
  let cookie = '';
  const soap = async (call: string): Promise<string> => {
    const { headers, body, statusCode } = await request(`https://${server}/sdk`, {
      method: 'POST', dispatcher: agent, body: envelope(call), headers: { 'content-type': 'text/xml', soapaction: 'urn:vim25/8.0', cookie },
    });
    const set = headers['set-cookie'];
    if (set !== undefined) cookie = String(set).split(';')[0] ?? '';
    const text = await body.text();
    if (statusCode !== 200) throw new Error(`vCenter ${server} refused: ${text.slice(0, 500)}`);
    return text;
  };
  try {
    await soap(`<Login xmlns="urn:vim25"><_this type="SessionManager">SessionManager</_this><userName>${username}</userName><password>${password}</password></Login>`);
    const view = /<returnval[^>]*>([^<]+)</.exec(await soap('<CreateContainerView xmlns="urn:vim25"><_this type="ViewManager">ViewManager</_this>'
      + '<container type="Folder">group-d1</container><type>VirtualMachine</type><recursive>true</recursive></CreateContainerView>'))?.[1] ?? '';
    const found = await soap(retrieval(view));
    await soap('<Logout xmlns="urn:vim25"><_this type="SessionManager">SessionManager</_this></Logout>');
    return namesOf(found);
  } finally {
    await agent.destroy();
  }
}

const envelope = (call: string): string =>
  `<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><soapenv:Body>${call}</soapenv:Body></soapenv:Envelope>`;

const retrieval = (view: string): string => '<RetrievePropertiesEx xmlns="urn:vim25"><_this type="PropertyCollector">propertyCollector</_this><specSet>'
  + '<propSet><type>VirtualMachine</type><pathSet>name</pathSet><pathSet>config.template</pathSet></propSet>'
  + `<objectSet><obj type="ContainerView">${view}</obj><skip>true</skip><selectSet xsi:type="TraversalSpec"><type>ContainerView</type><path>view</path><skip>false</skip></selectSet></objectSet>`
  + '</specSet><options/></RetrievePropertiesEx>';

function namesOf(reply: string): string[] {
  return reply.split(/<objects>/).slice(1).flatMap((object) => {
    const name = /<name>name<\/name><val[^>]*>([^<]*)</.exec(object)?.[1];
    const isTemplate = /<name>config\.template<\/name><val[^>]*>true</.test(object);
    return name === undefined || isTemplate ? [] : [name];
  });
}
