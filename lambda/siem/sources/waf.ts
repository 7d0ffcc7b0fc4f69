import { activityOf } from './http-methods';
import { Json, Mapped, OcsfClass, some, unmapped } from '../ocsf';
import { address, list, milliseconds, record, records, text, whole } from '../values';

const ACTIONS: Record<string, Json> = {
  ALLOW: { action_id: 1, disposition_id: 1 },
  BLOCK: { action_id: 2, disposition_id: 2 },
  CAPTCHA: { action_id: 2, disposition_id: 22 },
  CHALLENGE: { action_id: 2, disposition_id: 23 },
};
/** What proves who a caller is. A web ACL redacts only the headers that its logging names. */
const CREDENTIALS = /^(authorization|cookie|proxy-authorization|x-api-key|x-amz-security-token)$/i;
const READ = new Set(['timestamp', 'formatVersion', 'webaclId', 'terminatingRuleId', 'terminatingRuleType', 'action', 'httpRequest', 'responseCodeSent', 'labels']);
const READ_OF_REQUEST = new Set(['clientIp', 'country', 'headers', 'uri', 'args', 'httpVersion', 'httpMethod', 'requestId', 'host', 'scheme']);

/** One request that a web ACL judged. Source: AWS WAF developer guide, "Log fields for protection pack (web ACL) traffic". */
export function wafEvent(from: Json): Mapped | undefined {
  const request = record(from.httpRequest);
  const action = text(from.action);
  if (request === undefined || action === undefined || text(from.webaclId) === undefined) return undefined;
  const headers = records(request.headers).map((one) => headerOf(text(one.name) ?? '', text(one.value) ?? ''));
  const header = (name: string) => headers.find((one) => one.name.toLowerCase() === name)?.value;
  const code = whole(from.responseCodeSent);
  return {
    classUid: OcsfClass.HTTP_ACTIVITY,
    activityId: activityOf(text(request.httpMethod)),
    time: milliseconds(from.timestamp),
    product: 'AWS WAF',
    labels: list(from.labels).map((one) => text(record(one)?.name)).filter((name) => name !== undefined),
    attributes: {
      ...ACTIONS[action] ?? { action_id: 99, disposition_id: 99 },
      http_request: {
        http_method: text(request.httpMethod),
        uid: text(request.requestId),
        version: text(request.httpVersion),
        user_agent: header('user-agent'),
        url: { path: text(request.uri) ?? '/', query_string: text(request.args), scheme: text(request.scheme) },
        http_headers: headers.length > 0 ? headers : undefined,
      },
      http_response: code === undefined ? undefined : { code },
      src_endpoint: some({ ip: address(request.clientIp) }),
      dst_endpoint: { svc_name: text(from.httpSourceName) ?? 'unknown', ...some({ uid: text(from.httpSourceId), domain: text(request.host) ?? header('host') }) },
      firewall_rule: some({ uid: text(from.terminatingRuleId), type: text(from.terminatingRuleType), name: text(from.webaclId) }),
      unmapped: some({ ...unmapped(from, READ), country: text(request.country), httpRequest: unmapped(request, READ_OF_REQUEST) }),
    },
  };
}

function headerOf(name: string, value: string): { name: string; value: string } {
  return { name, value: CREDENTIALS.test(name) ? '***' : value };
}
