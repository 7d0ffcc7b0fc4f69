import { activityOf } from './http-methods';
import { Json, Mapped, OcsfClass, some } from '../ocsf';
import { address, milliseconds, text, whole } from '../values';

/** What API Gateway answers to who is not let in. */
const REFUSED = [401, 403, 429];
const READ = new Set([
  'requestId', 'traceId', 'time', 'timeEpoch', 'accountId', 'apiId', 'stage', 'domainName', 'protocol', 'httpMethod', 'path', 'status', 'responseLength',
  'responseLatency', 'sourceIp', 'errorMessage',
]);

/** One request, in the format of src/api/access-log-format.ts. API Gateway writes a hyphen for what there is not. */
export function apiAccessEvent(given: Json): Mapped | undefined {
  const from = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== '-' && value !== ''));
  const status = whole(from.status);
  const method = text(from.httpMethod);
  if (text(from.requestId) === undefined || text(from.apiId) === undefined || method === undefined) return undefined;
  const isRefused = status !== undefined && REFUSED.includes(status);
  return {
    classUid: OcsfClass.HTTP_ACTIVITY,
    activityId: activityOf(method),
    severityId: isRefused ? 2 : 1,
    time: milliseconds(from.timeEpoch),
    product: 'Amazon API Gateway',
    account: text(from.accountId),
    correlationUid: text(from.traceId),
    attributes: {
      action_id: status === undefined ? 0 : isRefused ? 2 : 1,
      disposition_id: status === undefined ? 0 : isRefused ? 2 : 1,
      status_id: status === undefined ? 0 : status < 400 ? 1 : 2,
      status_code: text(from.status),
      status_detail: text(from.errorMessage),
      http_request: {
        http_method: method,
        uid: text(from.requestId),
        version: text(from.protocol),
        url: { path: text(from.path) ?? text(from.resourcePath) ?? text(from.routeKey) ?? '/' },
      },
      http_response: status === undefined ? undefined : { code: status, length: whole(from.responseLength), latency: whole(from.responseLatency) },
      src_endpoint: some({ ip: address(from.sourceIp) }),
      dst_endpoint: { uid: text(from.apiId), svc_name: text(from.stage), domain: text(from.domainName) },
      unmapped: some(Object.fromEntries(Object.entries(from).filter(([key]) => !READ.has(key)))),
    },
  };
}
