import type { ResourceRequest } from '../resource-handler.js';
import type { ApiResponse } from '../response.js';
import { handleApproval } from './approval.js';
import { handleBinding } from './binding.js';
import { handleEviction } from './eviction.js';
import { handleFinalize } from './finalize.js';
import { handleLog } from './log.js';
import { handleReview } from './reviews.js';
import { handleScale } from './scale.js';
import type { SubresourceSettings } from './settings.js';
import { handleToken } from './token.js';

type Handler = (request: ResourceRequest, settings: SubresourceSettings) => ApiResponse;

const HANDLERS: Readonly<Record<string, Handler>> = {
  scale: handleScale,
  'namespaces/finalize': handleFinalize,
  'pods/eviction': handleEviction,
  'pods/binding': handleBinding,
  'pods/log': handleLog,
  'serviceaccounts/token': handleToken,
  'certificatesigningrequests.certificates.k8s.io/approval': handleApproval,
  'selfsubjectreviews.authentication.k8s.io/': handleReview,
  'tokenreviews.authentication.k8s.io/': handleReview,
  'selfsubjectaccessreviews.authorization.k8s.io/': handleReview,
  'subjectaccessreviews.authorization.k8s.io/': handleReview,
  'localsubjectaccessreviews.authorization.k8s.io/': handleReview,
  'selfsubjectrulesreviews.authorization.k8s.io/': handleReview,
};

/** What answers a request in place of the usual reading and writing of objects, if anything does. */
export function subresourceHandler(request: ResourceRequest, settings: SubresourceSettings): ApiResponse | undefined {
  const { path, resource } = request;
  if (path.subresource !== '' && !resource.subresources.includes(path.subresource)) return undefined;
  const handler = HANDLERS[`${resource.collection}/${path.subresource}`] ?? HANDLERS[path.subresource];
  return handler?.(request, settings);
}
