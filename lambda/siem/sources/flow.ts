import { Json, Mapped, OcsfClass, some } from '../ocsf';
import { address, milliseconds, port, whole } from '../values';

/** Source: Amazon VPC user guide, "Flow log records", default format of version 2. */
export const DEFAULT_FLOW_FIELDS = [
  'version', 'account-id', 'interface-id', 'srcaddr', 'dstaddr', 'srcport', 'dstport', 'protocol', 'packets', 'bytes', 'start', 'end', 'action', 'log-status',
];

const PROTOCOLS: Record<number, string> = { 1: 'icmp', 6: 'tcp', 17: 'udp', 47: 'gre', 50: 'esp', 58: 'ipv6-icmp' };
const DIRECTIONS: Record<string, number> = { ingress: 1, egress: 2 };
const ACTIONS: Record<string, { activityId: number; actionId: number }> = {
  ACCEPT: { activityId: 6, actionId: 1 },
  REJECT: { activityId: 5, actionId: 2 },
};
/** By `traffic-path`. OCSF names the same ways by `boundary_id`. */
const BOUNDARIES: Record<string, number> = { 1: 4, 2: 11, 3: 6, 4: 7, 5: 8, 6: 9, 7: 10, 8: 11 };
const READ = new Set([
  ...DEFAULT_FLOW_FIELDS, 'flow-direction', 'instance-id', 'subnet-id', 'vpc-id', 'tcp-flags', 'traffic-path', 'region', 'type',
]);

/** The fields of a format such as `${srcaddr} ${dstaddr}`; nothing when it is no format. */
export function flowFields(format: string): string[] | undefined {
  const fields = format.trim().split(/\s+/).map((part) => /^\$\{([a-z0-9-]+)\}$/.exec(part)?.[1]);
  return fields.every((field) => field !== undefined) ? fields as string[] : undefined;
}

/** One line of a VPC flow log. */
export function flowEvent(line: string, fields: string[] = DEFAULT_FLOW_FIELDS): Mapped | undefined {
  const values = line.trim().split(' ');
  if (values.length !== fields.length) return undefined;
  const { index, others } = layoutOf(fields);
  const at = (field: string): string | undefined => {
    const value = values[index.get(field) ?? -1];
    return value === '-' ? undefined : value;
  };
  const source = address(at('srcaddr'));
  const destination = address(at('dstaddr'));
  const known = ACTIONS[at('action') ?? ''];
  // an interval without traffic, or one that was skipped, is told of the interface alone
  if (at('interface-id') === undefined && source === undefined && destination === undefined) return undefined;
  if (at('log-status') === 'OK' && known === undefined && index.has('action')) return undefined;
  const direction = DIRECTIONS[at('flow-direction') ?? ''] ?? 0;
  const isSource = direction === 2 || source === undefined;
  const start = seconds(at('start'));
  const version = source === undefined ? undefined : source.includes(':') ? 6 : 4;
  const protocol = whole(at('protocol'));
  return {
    classUid: OcsfClass.NETWORK_ACTIVITY,
    activityId: known?.activityId ?? 0,
    time: start,
    product: 'VPC Flow Logs',
    account: at('account-id'),
    region: at('region'),
    attributes: {
      action_id: known?.actionId,
      disposition_id: known?.actionId,
      // which end the interface is, is known by the direction alone
      src_endpoint: endpoint(at, isSource, source, at('srcport')),
      dst_endpoint: endpoint(at, direction === 1, destination, at('dstport')),
      connection_info: {
        direction_id: direction,
        protocol_num: protocol,
        protocol_name: protocol === undefined ? undefined : PROTOCOLS[protocol],
        protocol_ver_id: version,
        tcp_flags: whole(at('tcp-flags')),
        boundary_id: BOUNDARIES[at('traffic-path') ?? ''],
      },
      traffic: some({ bytes: whole(at('bytes')), packets: whole(at('packets')) }),
      start_time: start,
      end_time: seconds(at('end')),
      status_code: at('log-status'),
      unmapped: rest(at, direction === 0 && !isSource, others),
    },
  };
}

type Field = (field: string) => string | undefined;

/** One end of a flow. Each member by itself: objects that are spread take twice the time of the rest. */
function endpoint(at: Field, isInterface: boolean, ip: string | undefined, portNumber: string | undefined): Json | undefined {
  const id = isInterface ? at('interface-id') : undefined;
  if (ip === undefined && id === undefined) return undefined;
  if (!isInterface) return { ip, port: port(portNumber) };
  return { ip, port: port(portNumber), interface_uid: id, instance_uid: at('instance-id'), subnet_uid: at('subnet-id'), vpc_uid: at('vpc-id') };
}

function rest(at: Field, withInterface: boolean, others: string[]): Json | undefined {
  const left: Json = withInterface
    ? { interface_uid: at('interface-id'), instance_uid: at('instance-id'), subnet_uid: at('subnet-id'), vpc_uid: at('vpc-id') } : {};
  for (const field of others) left[field] = at(field);
  return some(left);
}

interface Layout {
  readonly index: Map<string, number>;
  /** Fields for which OCSF has no attribute. */
  readonly others: string[];
}

const layouts = new WeakMap<string[], Layout>();

function layoutOf(fields: string[]): Layout {
  let layout = layouts.get(fields);
  if (!layout) {
    layout = { index: new Map(fields.map((field, at) => [field, at])), others: fields.filter((field) => !READ.has(field)) };
    layouts.set(fields, layout);
  }
  return layout;
}

function seconds(value: string | undefined): number | undefined {
  const number = whole(value);
  return number === undefined ? undefined : milliseconds(number * 1000);
}
