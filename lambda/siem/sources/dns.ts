import { Json, Mapped, OcsfClass, some, unmapped } from '../ocsf';
import { address, port, record, records, text, timeOf } from '../values';

const RCODES: Record<string, number> = {
  NOERROR: 0, FORMERR: 1, SERVFAIL: 2, NXDOMAIN: 3, NOTIMP: 4, REFUSED: 5, YXDOMAIN: 6, YXRRSET: 7, NXRRSET: 8, NOTAUTH: 9, NOTZONE: 10,
};
const FIREWALL: Record<string, Json> = {
  ALLOW: { action_id: 1, disposition_id: 1 },
  ALERT: { action_id: 3, disposition_id: 19 },
  BLOCK: { action_id: 2, disposition_id: 2 },
};
/** A query and its answer. */
const TRAFFIC = 6;
const READ = new Set([
  'version', 'account_id', 'region', 'vpc_id', 'query_timestamp', 'query_name', 'query_type', 'query_class', 'rcode', 'answers', 'srcaddr', 'srcport',
  'transport', 'srcids', 'firewall_rule_action', 'firewall_rule_group_id',
]);

/** One query of a Route 53 Resolver query log. Source: Route 53 developer guide, "Values that appear in VPC Resolver query logs". */
export function dnsEvent(from: Json): Mapped | undefined {
  const name = text(from.query_name);
  if (name === undefined || text(from.query_timestamp) === undefined) return undefined;
  const rcode = text(from.rcode);
  const ids = record(from.srcids) ?? {};
  const answers = records(from.answers).map((one) => ({
    rdata: text(one.Rdata) ?? '', type: text(one.Type), class: text(one.Class),
  }));
  return {
    classUid: OcsfClass.DNS_ACTIVITY,
    activityId: TRAFFIC,
    time: timeOf(from.query_timestamp),
    product: 'Route 53 Resolver',
    account: text(from.account_id),
    region: text(from.region),
    attributes: {
      ...FIREWALL[text(from.firewall_rule_action) ?? ''],
      // the root itself is a dot
      query: { hostname: name.length > 1 ? name.replace(/\.$/, '') : name, type: text(from.query_type), class: text(from.query_class) },
      answers: answers.length > 0 ? answers : undefined,
      rcode,
      rcode_id: rcode === undefined ? undefined : RCODES[rcode] ?? 99,
      src_endpoint: some({
        ip: address(from.srcaddr),
        port: port(from.srcport),
        vpc_uid: text(from.vpc_id),
        instance_uid: text(ids.instance),
        uid: text(ids.resolver_endpoint),
      }) ?? { name: 'unknown' },
      connection_info: text(from.transport) === undefined ? undefined : { direction_id: 2, protocol_name: text(from.transport)!.toLowerCase() },
      firewall_rule: text(from.firewall_rule_group_id) === undefined ? undefined : { uid: text(from.firewall_rule_group_id) },
      unmapped: unmapped(from, READ),
    },
  };
}
