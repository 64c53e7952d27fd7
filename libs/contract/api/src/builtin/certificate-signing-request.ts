import { z } from 'zod';
import { builtinKind } from '../kind.js';
import type { KindObject } from '../kind.js';

/** A kubelet's request for its certificate; `request` and `certificate` are base64 of PEM. */
export const CertificateSigningRequest = builtinKind(
  {
    group: 'certificates.k8s.io', version: 'v1',
    kind: 'CertificateSigningRequest', plural: 'certificatesigningrequests', namespaced: false,
  },
  {
    spec: z.looseObject({
      request: z.string(),
      signerName: z.string(),
      usages: z.array(z.string()).optional(),
      username: z.string().optional(),
      groups: z.array(z.string()).optional(),
      expirationSeconds: z.int().optional(),
    }),
    status: z
      .looseObject({
        certificate: z.string().optional(),
        conditions: z
          .array(z.looseObject({ type: z.string(), status: z.string(), reason: z.string().optional(), message: z.string().optional() }))
          .optional(),
      })
      .optional(),
  },
);
export type CertificateSigningRequest = KindObject<typeof CertificateSigningRequest>;
