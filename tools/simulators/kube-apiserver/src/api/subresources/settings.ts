import type { ServiceAccountTokens } from '../../access/service-account-token.js';
import type { UserInfo } from '../../access/user.js';
import type { ApiObject } from '../../machinery/object.js';

/** What `kubectl logs` asks for. */
export interface LogOptions {
  readonly container: string;
  readonly previous: boolean;
  readonly tailLines: number | undefined;
}

/** What a container of a Pod has written, or undefined when there is nobody who knows. */
export type PodLogs = (pod: ApiObject, options: LogOptions) => string | undefined;

/** What subresources need beside the objects. */
export interface SubresourceSettings {
  readonly serviceAccountTokens: ServiceAccountTokens;
  readonly userOfToken: (token: string) => UserInfo | undefined;
  readonly podLogs: PodLogs;
}
