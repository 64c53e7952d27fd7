import { stringify } from 'yaml';

export interface KubeconfigOptions {
  /** URL of the API server. */
  readonly server: string;
  /** PEM of the CA that signed the server's certificate. */
  readonly ca: string;
  readonly name?: string;
  readonly token?: string;
  /** A client certificate, in PEM. */
  readonly certificate?: { readonly certificate: string; readonly key: string };
  readonly namespace?: string;
}

const base64 = (text: string): string => Buffer.from(text, 'utf8').toString('base64');

/** A kubeconfig that a stock kubectl can use. It holds secrets: write it with mode 0600. */
export function kubeconfigFor(options: KubeconfigOptions): string {
  const { server, ca, name = 'handoff', token, certificate, namespace } = options;
  const user = {
    ...(token === undefined ? {} : { token }),
    ...(certificate === undefined ? {} : {
      'client-certificate-data': base64(certificate.certificate), 'client-key-data': base64(certificate.key),
    }),
  };
  return stringify({
    apiVersion: 'v1', kind: 'Config', preferences: {},
    clusters: [{ name, cluster: { server, 'certificate-authority-data': base64(ca) } }],
    users: [{ name: `${name}-admin`, user }],
    contexts: [{ name: `${name}-admin@${name}`, context: { cluster: name, user: `${name}-admin`, ...(namespace === undefined ? {} : { namespace }) } }],
    'current-context': `${name}-admin@${name}`,
  });
}
