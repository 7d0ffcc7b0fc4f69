import { gunzipSync } from 'zlib';
import * as samples from './samples';
import { flowFields } from '../../../lambda/siem/sources/flow';
import { Delivery, transform } from '../../../lambda/siem/transform';
import { DataClass } from '../../../src/core/data-class';
import { LogKind } from '../../../src/zone/logs/log-kind';
import { ocsfErrors } from '../../support/ocsf/validate';

const settings = { region: 'eu-west-1', now: samples.NOW, delivery: Delivery.PACKED, flowFields: { Custom: flowFields(samples.CUSTOM_FORMAT)! } };

/** The events of OCSF that a record becomes. */
function eventsOf(data: string): any[] {
  const { answers: [{ result, data: answered }], putBack } = transform([{ recordId: 'r', data }], settings);
  expect(result).toBe('Ok');
  expect(putBack).toEqual([]);
  const events = gunzipSync(Buffer.from(answered!, 'base64')).toString('utf-8').trimEnd().split('\n').map((line) => JSON.parse(line));
  expect(events.flatMap(ocsfErrors)).toEqual([]);
  return events;
}

const fromLog = (kind: LogKind, message: string | object, more = {}) => eventsOf(samples.subscription(kind, [typeof message === 'string' ? message : JSON.stringify(message)], more))[0];

test('every event has the version, its own id, where and when it was logged, and when it was normalised', () => {
  expect(fromLog(LogKind.DNS, samples.DNS)).toMatchObject({
    metadata: { version: '1.4.0', uid: expect.stringContaining('EXAMPLE0'), log_name: 'Orders-Logs', logged_time: samples.NOW - 1_000, processed_time: samples.NOW, profiles: ['cloud', 'security_control'] },
    cloud: { provider: 'AWS', region: 'us-east-1', account: { uid: '111122223333' } },
    time: Date.parse('2026-11-29T09:59:58Z'),
  });
});

describe('VPC flow logs are Network Activity', () => {
  test('of the default format, accepted and rejected, IPv4 and IPv6', () => {
    expect(fromLog(LogKind.FLOW, samples.FLOW.accepted)).toMatchObject({
      class_uid: 4001,
      activity_id: 6,
      action_id: 1,
      time: 1796032800000,
      end_time: 1796032860000,
      src_endpoint: { ip: '172.31.16.139', port: 20641 },
      dst_endpoint: { ip: '172.31.16.21', port: 22 },
      connection_info: { protocol_num: 6, protocol_name: 'tcp', protocol_ver_id: 4, direction_id: 0 },
      traffic: { bytes: 4249, packets: 20 },
      unmapped: { interface_uid: 'eni-1235b8ca123456789' },
    });
    expect(fromLog(LogKind.FLOW, samples.FLOW.rejected)).toMatchObject({ activity_id: 5, action_id: 2, disposition_id: 2 });
    expect(fromLog(LogKind.FLOW, samples.FLOW.ipv6)).toMatchObject({ connection_info: { protocol_ver_id: 6 } });
  });

  test('an interval without data is told of the interface', () => {
    expect(fromLog(LogKind.FLOW, samples.FLOW.noData)).toMatchObject({ activity_id: 0, status_code: 'NODATA', src_endpoint: { interface_uid: 'eni-1235b8ca123456789' } });
    expect(fromLog(LogKind.FLOW, samples.FLOW.skipped)).toMatchObject({ status_code: 'SKIPDATA' });
  });

  test('of a custom format, by the fields of its log group', () => {
    expect(fromLog(LogKind.FLOW, samples.CUSTOM_FLOW, { logGroup: 'Custom' })).toMatchObject({
      class_uid: 4001,
      src_endpoint: { ip: '10.40.2.236', interface_uid: 'eni-1235b8ca123456789', vpc_uid: 'vpc-abcdefab012345678' },
      connection_info: { direction_id: 2, tcp_flags: 19, boundary_id: 11 },
      unmapped: { 'pkt-srcaddr': '10.40.2.31' },
    });
    expect(fromLog(LogKind.FLOW, samples.CUSTOM_FLOW)).toMatchObject({ class_uid: 0, raw_data: samples.CUSTOM_FLOW });
  });

  test('a format is names of fields and nothing else', () => {
    expect(flowFields('${srcaddr} ${dstaddr}')).toEqual(['srcaddr', 'dstaddr']);
    expect(flowFields('${srcaddr} dstaddr')).toBeUndefined();
  });
});

test('queries of the resolver are DNS Activity, with what the DNS firewall did', () => {
  expect(fromLog(LogKind.DNS, samples.DNS)).toMatchObject({
    class_uid: 4003,
    activity_id: 6,
    action_id: 2,
    disposition_id: 2,
    rcode_id: 0,
    query: { hostname: '15.3.4.32.in-addr.arpa', type: 'PTR', class: 'IN' },
    answers: [{ rdata: '203.0.113.9' }],
    src_endpoint: { ip: '4.5.64.102', port: 56067, instance_uid: 'i-0d15cd0d3example' },
    firewall_rule: { uid: 'rslvr-frg-01234567890abcdef' },
  });
  expect(fromLog(LogKind.DNS, { ...samples.DNS, firewall_rule_action: undefined, rcode: 'NXDOMAIN' })).toMatchObject({ rcode_id: 3, metadata: { profiles: ['cloud', 'security_control'] } });
});

test('requests that a web ACL judged are HTTP Activity, without credentials', () => {
  const event = fromLog(LogKind.WAF, samples.WAF);
  expect(event).toMatchObject({
    class_uid: 4002,
    activity_id: 3,
    action_id: 2,
    disposition_id: 2,
    http_request: { http_method: 'GET', user_agent: 'curl/7.61.1', url: { path: '/orders/1', query_string: 'x=10 AND 1=1' } },
    src_endpoint: { ip: '203.0.113.1' },
    firewall_rule: { uid: 'STMTest_SQLi_XSS' },
    metadata: { labels: ['awswaf:managed:aws:sql-database:SQLi_QueryArguments'] },
    unmapped: { terminatingRuleMatchDetails: [{ conditionType: 'SQL_INJECTION' }], country: 'AU' },
  });
  expect(event.http_request.http_headers).toContainEqual({ name: 'Cookie', value: '***' });
  // what was answered is known only where the web ACL answers
  expect(event.http_response).toBeUndefined();
  expect(fromLog(LogKind.WAF, { ...samples.WAF, responseCodeSent: 429 }).http_response).toEqual({ code: 429 });
});

test('access logs of API Gateway in our format are HTTP Activity', () => {
  expect(fromLog(LogKind.API_ACCESS, samples.API_ACCESS)).toMatchObject({
    class_uid: 4002,
    activity_id: 6,
    severity_id: 2,
    action_id: 2,
    status_id: 2,
    time: samples.NOW - 2_000,
    http_request: { http_method: 'POST', url: { path: '/orders/1' }, uid: 'c6af9ac6-7b61-11e6-9a41-93e8deadbeef' },
    http_response: { code: 403, length: 23, latency: 7 },
    src_endpoint: { ip: '203.0.113.7' },
    dst_endpoint: { uid: 'abcdefghij', domain: 'orders.example.com' },
    unmapped: { tokenSubject: '7a1b2c3d-0000-4000-8000-123456789abc', errorType: 'ACCESS_DENIED' },
  });
  expect(fromLog(LogKind.API_ACCESS, { ...samples.API_ACCESS, status: '200' })).toMatchObject({ severity_id: 1, action_id: 1, status_id: 1 });
});

describe('events of CloudTrail', () => {
  test('a call is API Activity', () => {
    expect(fromLog(LogKind.CLOUDTRAIL, samples.CALL)).toMatchObject({
      class_uid: 6003,
      activity_id: 4,
      status_id: 1,
      api: { operation: 'StopLogging', service: { name: 'cloudtrail.amazonaws.com' }, request: { data: { name: 'myTrail' } } },
      actor: { user: { name: 'RoleToBeAssumed', uid: samples.CALL.userIdentity.arn }, session: { is_mfa: false } },
      src_endpoint: { ip: '203.0.113.64' },
    });
  });

  test('a refused call is a failure, and one that only reads is a read', () => {
    expect(fromLog(LogKind.CLOUDTRAIL, { ...samples.CALL, errorCode: 'AccessDenied', readOnly: true })).toMatchObject({ activity_id: 2, status_id: 2, status_code: 'AccessDenied' });
  });

  test('a login is Authentication', () => {
    expect(fromLog(LogKind.CLOUDTRAIL, samples.LOGIN)).toMatchObject({ class_uid: 3002, activity_id: 1, status_id: 2, is_mfa: true, user: { name: 'anaya', type_id: 1 }, service: { name: 'signin.amazonaws.com' } });
  });

  test('a role that is assumed is Authentication, and its session token is masked', () => {
    const event = fromLog(LogKind.CLOUDTRAIL, samples.ASSUME);
    expect(event).toMatchObject({ class_uid: 3002, activity_id: 3, status_id: 1, user: { name: 'lambda.amazonaws.com' }, src_endpoint: { svc_name: 'lambda.amazonaws.com' } });
    expect(event.api.response.data.credentials.sessionToken).toBe('***');
  });
});

describe('findings are Detection Findings', () => {
  test('of GuardDuty', () => {
    expect(eventsOf(samples.plain(samples.GUARDDUTY))[0]).toMatchObject({
      class_uid: 2004,
      activity_id: 2,
      severity_id: 4,
      count: 3,
      finding_info: { uid: samples.GUARDDUTY.detail.arn, types: ['Backdoor:Lambda/C&CActivity.B'] },
      resources: [{ type: 'Lambda', uid: 'arn:aws:lambda:us-east-1:123456789012:function:ship' }],
      evidences: [{ src_endpoint: { ip: '198.51.100.1' } }],
    });
  });

  test('of Security Hub, one for each that an event holds', () => {
    const { findings: [one] } = samples.SECURITY_HUB.detail;
    const [first, second] = eventsOf(samples.plain({ ...samples.SECURITY_HUB, detail: { findings: [one, { ...one, RecordState: 'ARCHIVED' }] } }));
    expect(first).toMatchObject({ class_uid: 2004, activity_id: 2, severity_id: 3, status_id: 1, finding_info: { uid: one.Id }, unmapped: { Compliance: { Status: 'FAILED' } } });
    expect(second).toMatchObject({ activity_id: 3, status_id: 5 });
    expect(first.metadata.uid).not.toBe(second.metadata.uid);
  });

  test('of our own detections', () => {
    expect(eventsOf(samples.plain(samples.OWN_FINDING))[0]).toMatchObject({ class_uid: 2004, severity_id: 4, resources: [{ type: 'FUNCTION', uid: 'ship' }] });
  });

  test('of another source are kept as text', () => {
    expect(eventsOf(samples.plain({ ...samples.OWN_FINDING, source: 'aws.macie' }))[0]).toMatchObject({ class_uid: 0, status_detail: 'not parsed' });
  });
});

describe('what no mapper reads', () => {
  test('logs of functions are text, even where they look like another log', () => {
    expect(fromLog(LogKind.TEXT, samples.FUNCTION_LOG)).toMatchObject({ class_uid: 0, raw_data: samples.FUNCTION_LOG });
    expect(fromLog(LogKind.TEXT, samples.LOGIN).class_uid).toBe(0);
  });

  test('a subscription that is not ours is the most secret text', () => {
    const [event] = eventsOf(samples.subscription(LogKind.CLOUDTRAIL, [JSON.stringify({ ...samples.LOGIN, card: '4111 1111 1111 1111' })], { filters: ['else'] }));
    expect(event).toMatchObject({ class_uid: 0, raw_data: expect.not.stringContaining('4111') });
  });

  test.each([LogKind.API_ACCESS, LogKind.CLOUDTRAIL, LogKind.DNS, LogKind.FLOW, LogKind.WAF])('%s that cannot be parsed is kept as text and counted', (kind) => {
    for (const message of ['no json {', '[]', 'null', '{}', '']) {
      const { counts } = transform([{ recordId: 'r', data: samples.subscription(kind, [message]) }], settings);
      expect(counts).toMatchObject({ received: 1, delivered: 1, asText: 1 });
      expect(fromLog(kind, message)).toMatchObject({ class_uid: 0, raw_data: message });
    }
  });

  test('a text that is longer than OCSF allows is kept in parts', () => {
    const long = 'x'.repeat(200_000);
    expect(fromLog(LogKind.TEXT, long).unmapped.raw_data.join('')).toBe(long);
  });

  test('a skewed clock is kept as it was written, and counted', () => {
    for (const timeEpoch of [samples.NOW + 86_400_000, samples.NOW - 30 * 86_400_000]) {
      const message = { ...samples.API_ACCESS, timeEpoch: String(timeEpoch) };
      expect(fromLog(LogKind.API_ACCESS, message).time).toBe(timeEpoch);
      expect(transform([{ recordId: 'r', data: samples.subscription(LogKind.API_ACCESS, [JSON.stringify(message)]) }], settings).counts.skewed).toBe(1);
    }
    // no clock at all: the time of the log event
    expect(fromLog(LogKind.API_ACCESS, { ...samples.API_ACCESS, timeEpoch: 'yesterday' }).time).toBe(samples.NOW - 1_000);
    expect(transform([{ recordId: 'r', data: samples.subscription(LogKind.API_ACCESS, [JSON.stringify(samples.API_ACCESS)]) }], settings).counts.skewed).toBe(0);
  });

  test('events out of order are all there, in their order', () => {
    const times = [5, 1, 9, 3];
    const messages = times.map((second) => JSON.stringify({ ...samples.DNS, query_timestamp: `2026-11-29T09:59:0${second}Z` }));
    expect(eventsOf(samples.subscription(LogKind.DNS, messages)).map(({ time }) => new Date(time).getUTCSeconds())).toEqual(times);
  });
});

describe('masks by the class of the data', () => {
  const masked = (text: string, dataClass: DataClass) => fromLog(LogKind.TEXT, text, { dataClass }).raw_data;
  const JWT = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U';

  test.each([
    ['a JWT', `token ${JWT}`, JWT],
    ['a bearer token', 'Authorization: Bearer abcdefgh12345678', 'abcdefgh12345678'],
    ['a secret key', 'aws_secret_access_key=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY', 'wJalrXUtnFEMI'],
    ['a password in JSON', '{"password":"correct horse"}', 'correct'],
    ['a password in JSON in JSON', JSON.stringify({ message: JSON.stringify({ password: 'tr0ub4dor3' }) }), 'tr0ub4dor3'],
    ['a private key', '-----BEGIN RSA PRIVATE KEY-----\nMIIEowIBAAKCAQEA\n-----END RSA PRIVATE KEY-----', 'MIIEowIBAAKCAQEA'],
    ['a token of GitHub', `ghp_${'a1B2'.repeat(9)}`, 'a1B2a1B2'],
  ])('%s, whatever the class', (_, text, secret) => {
    expect(masked(text, DataClass.PUBLIC)).not.toContain(secret);
    expect(masked(text, DataClass.PUBLIC)).toContain('***');
  });

  test.each(['4111111111111111', '4111 1111 1111 1111', '5500-0000-0000-0004', '378282246310005'])('card %s from CONFIDENTIAL on', (card) => {
    expect(masked(`paid by ${card}.`, DataClass.CONFIDENTIAL)).toBe('paid by ***.');
    expect(masked(`paid by ${card}.`, DataClass.INTERNAL)).toContain(card);
  });

  test('a number that is no card stays: the Luhn formula, the digits of an issuer', () => {
    for (const number of ['4111111111111112', '1796032860000', '9111111111111111']) expect(masked(number, DataClass.RESTRICTED)).toBe(number);
  });

  test('an e-mail address from CONFIDENTIAL on', () => {
    expect(masked('from ana@example.com', DataClass.CONFIDENTIAL)).toBe('from ***');
    expect(masked('from ana@example.com', DataClass.INTERNAL)).toContain('ana@example.com');
  });

  test('also in the fields of an event, and in numbers', () => {
    const call = { ...samples.CALL, requestParameters: { card: 4111111111111111, note: `Bearer ${JWT}` } };
    expect(fromLog(LogKind.CLOUDTRAIL, call).api.request.data).toEqual({ card: '***', note: expect.stringContaining('***') });
  });
});
