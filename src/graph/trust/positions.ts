import { serviceOfList } from './managed-prefix-lists';
import type { Answer } from './texts';
import { Expression, TemplateResource, textOf } from '../../model';
import { isInRange } from '../../model/address-ranges';
import { append } from '../../model/append';
import { own } from '../../model/json';
import { resourceOf } from '../../model/judge';
import { remembered } from '../../model/remembered';
import type { TemplateModel } from '../../model/template-model';

/** Where a workload is in a network. */
export interface Position {
  /** `undefined` for a network that is not in the templates. */
  readonly vpc?: TemplateResource;
  /** `undefined` when one of them is not in the templates. */
  readonly subnets?: TemplateResource[];
  /** `undefined` for one that is not in the templates. */
  readonly groups: (TemplateResource | undefined)[];
  readonly hasPublicAddress: boolean;
  /** Whether it has addresses of IPv6, which are public ones. */
  readonly hasIpv6: Answer;
}

/** Where a workload is in a network; `undefined` for one that is in none of the customer. */
export const positionOf = remembered(readPosition);

function readPosition(workload: TemplateResource): Position | undefined {
  const { type } = workload;
  if (type === 'AWS::Lambda::Function' || type === 'AWS::CodeBuild::Project') {
    const config = workload.at('VpcConfig');
    const subnets = config.at(type === 'AWS::Lambda::Function' ? 'SubnetIds' : 'Subnets');
    return subnets.isAbsent || (subnets.value.kind === 'known' && subnets.items().length === 0) ? undefined : place(subnets, config.at('SecurityGroupIds'), workload.at('VpcConfig', 'VpcId'), false, isTrue(config.at('Ipv6AllowedForDualStack')));
  }
  if (type === 'AWS::ECS::TaskDefinition') {
    const [service] = workload.referrers('AWS::ECS::Service');
    const config = service?.at('NetworkConfiguration', 'AwsvpcConfiguration');
    return config && !config.isAbsent ? place(config.at('Subnets'), config.at('SecurityGroups'), undefined, textOf(config.at('AssignPublicIp').value) === 'ENABLED', 'maybe') : undefined;
  }
  return undefined;
}

/** What is not set is off. */
function isTrue(expression: Expression): Answer {
  if (expression.isAbsent) return 'no';
  return expression.value.kind === 'known' ? (/^true$/i.test(String(expression.value.value)) ? 'yes' : 'no') : 'maybe';
}

const IPV6 = ['Ipv6CidrBlock', 'Ipv6NetmaskLength', 'Ipv6IpamPoolId'];

/** Whether a subnet has addresses of IPv6. */
const hasIpv6Range = remembered((subnet): Answer => (
  [subnet, ...subnet.referrers('AWS::EC2::SubnetCidrBlock')].some((one) => IPV6.some((key) => !one.at(key).isAbsent)) ? 'yes' : 'no'));

function place(
  subnetIds: Expression, groupIds: Expression, vpcId: Expression | undefined, hasPublicAddress: boolean, takesIpv6: Answer,
): Position {
  const subnets = subnetIds.items().map((one) => resourceOf(one.value, 'AWS::EC2::Subnet'));
  const known = subnets.filter((subnet): subnet is TemplateResource => subnet !== undefined);
  const named = known.map((subnet) => resourceOf(subnet.at('VpcId').value, 'AWS::EC2::VPC')).find((vpc) => vpc !== undefined);
  return {
    vpc: named ?? (vpcId && resourceOf(vpcId.value, 'AWS::EC2::VPC')),
    subnets: known.length === subnets.length && known.length > 0 ? known : undefined,
    groups: groupIds.items().map((one) => resourceOf(one.value, 'AWS::EC2::SecurityGroup')),
    hasPublicAddress,
    hasIpv6: worst(takesIpv6, known.length === subnets.length ? anySubnetOf(known.map(hasIpv6Range)) : 'maybe'),
  };
}

/** What holds from the subnets of a workload: from some of them only is open. */
export function anySubnetOf(answers: Answer[]): Answer {
  if (answers.every((answer) => answer === 'yes')) return 'yes';
  return answers.every((answer) => answer === 'no') ? 'no' : 'maybe';
}

type Direction = 'Egress' | 'Ingress';
type Side = 'Destination' | 'Source';

/** What a rule that opens a port says of whom it is for. */
interface OpeningRule {
  readonly opens: Answer;
  /** Members of a security group: null for one that is not in the templates. */
  readonly group?: TemplateResource | null;
  /** A range of addresses: null for one that only deployment knows. Neither for a rule without limits. */
  readonly range?: string | null;
}

/** Rules of security groups, those that are resources of their own included. */
export class SecurityGroups {
  private readonly separate = new Map<string, Expression[]>();

  /** Of these groups alone: other worlds may have other rules. */
  private readonly known = { Egress: {}, Ingress: {} };
  /** What of these rules opens a port, by port and side, and for whom: a group that hundreds of others may call has a rule for each. */
  private readonly opening = new Map<string, object>();

  constructor(private readonly model: TemplateModel) {
    for (const direction of ['Egress', 'Ingress']) {
      for (const rule of model.ofType(`AWS::EC2::SecurityGroup${direction}`).filter((one) => one.exists())) {
        const group = resourceOf(rule.at('GroupId').value, 'AWS::EC2::SecurityGroup');
        if (!group) continue;
        const key = `${direction} ${group.stack.id}/${group.logicalId}`;
        append(this.separate, key, rule.properties);
      }
    }
  }

  /** Whether a workload gets out to some groups, and in there. */
  public connects(position: Position, groups: TemplateResource[], vpc: TemplateResource | undefined, port: number): Answer {
    const range = vpc && textOf(vpc.at('CidrBlock').value);
    return worst(this.leaves(position, groups, range, port), this.enters(position, groups, port));
  }

  /** The same by IPv6, where what members of the groups have is not known but as a whole. */
  public connectsByIpv6(position: Position, groups: TemplateResource[], port: number): Answer {
    const from = position.groups.filter((group): group is TemplateResource => group !== undefined);
    const enters = any(groups.flatMap((group) => this.opened(group, 'Source', port, 6, from).map((rule) => covers(rule, from, undefined, 6))));
    return worst(this.leaves(position, groups, undefined, port, 6), enters);
  }

  /** Whether its groups let it out to members of some groups, or to a range. */
  public leaves({ groups }: Position, to: TemplateResource[] | undefined, range: string | undefined, port: number, version: 4 | 6 = 4): Answer {
    if (groups.length === 0) return 'maybe';
    return any(groups.map((group) => (group ? any(this.opened(group, 'Destination', port, version, to).map((rule) => covers(rule, to, range, version))) : 'maybe')));
  }

  /** Whether its groups let it out to the prefix list of a service. */
  public leavesToList(position: Position, service: string): Answer {
    const { groups } = position;
    const byAddress = this.leaves(position, undefined, '203.0.113.0/32', 443);
    if (byAddress === 'yes' || groups.length === 0) return byAddress === 'yes' ? 'yes' : 'maybe';
    return any([byAddress, ...groups.map((group): Answer => (group ? any(this.rulesOf(group, 'Egress').map((rule) => namesList(rule, service))) : 'maybe'))]);
  }

  private enters({ groups, subnets, vpc }: Position, into: TemplateResource[], port: number): Answer {
    const from = groups.filter((group): group is TemplateResource => group !== undefined);
    const whole = vpc && textOf(vpc.at('CidrBlock').value);
    const ranges = subnets?.map((subnet) => textOf(subnet.at('CidrBlock').value)).map((range) => (range === undefined || range.includes('$') ? whole : range)) ?? [whole];
    return any(into.flatMap((group) => this.opened(group, 'Source', port, 4, from).flatMap((rule) => ranges.map((range) => covers(rule, from, range, 4)))));
  }

  /** The rules of a group that open a port, without those for members of other groups than some. */
  private opened(group: TemplateResource, side: Side, port: number, version: 4 | 6, others: readonly TemplateResource[] = []): OpeningRule[] {
    const about = `${side} ${port} ${version}`;
    let key = this.opening.get(about);
    if (!key) this.opening.set(about, key = {});
    const direction = side === 'Source' ? 'Ingress' : 'Egress';
    const byGroup = this.model.worlds.remember(group, () => {
      const found = new Map<TemplateResource | undefined, OpeningRule[]>();
      for (const rule of this.rulesOf(group, direction)) {
        const opening = openingOf(rule, side, port, version);
        if (opening) append(found, opening.group ?? undefined, opening);
      }
      return found;
    }, key);
    return [undefined, ...others].flatMap((one) => byGroup.get(one) ?? []);
  }

  private rulesOf(group: TemplateResource, direction: Direction): Expression[] {
    return this.model.worlds.remember(group, () => this.readRules(group, direction), this.known[direction]);
  }

  private readRules(group: TemplateResource, direction: Direction): Expression[] {
    const inline = group.at(`SecurityGroup${direction}`).items();
    const rules = [...inline, ...this.separate.get(`${direction} ${group.stack.id}/${group.logicalId}`) ?? []];
    return direction === 'Egress' && rules.length === 0 ? [EVERYTHING(group)] : rules;
  }
}

/** EC2 lets everything out where there is no rule: the group itself, which has no such properties, stands for a rule without limits. */
const EVERYTHING = (group: TemplateResource) => group.at('no rule');

/** Undefined for a rule that opens no port or is for other addresses. */
function openingOf(rule: Expression, side: Side, port: number, version: 4 | 6): OpeningRule | undefined {
  if (rule.isAbsent) return { opens: 'yes' };
  const opens = opensPort(rule, port);
  if (opens === 'no') return undefined;
  const named = rule.at(`${side}SecurityGroupId`);
  if (!named.isAbsent) return { opens, group: resourceOf(named.value, 'AWS::EC2::SecurityGroup') ?? null };
  const cidr = rule.at(version === 4 ? 'CidrIp' : 'CidrIpv6');
  return cidr.isAbsent ? undefined : { opens, range: textOf(cidr.value) ?? null };
}

function covers(rule: OpeningRule, groups: TemplateResource[] | undefined, range: string | undefined, version: 4 | 6): Answer {
  const { opens, group, range: text } = rule;
  if (group !== undefined) return groups === undefined ? 'no' : worst(opens, group === null ? 'maybe' : groups.includes(group) ? 'yes' : 'no');
  if (text === undefined || text === '0.0.0.0/0' || text === '::/0') return opens;
  if (version === 6 && range === undefined) return worst(opens, 'maybe');
  if (range === undefined || text === null || /\$\{/.test(text + range)) return text === range ? opens : range === undefined && groups === undefined ? 'maybe' : worst(opens, 'maybe');
  return isInRange(range, text) ? opens : isInRange(text, range) ? worst(opens, 'maybe') : 'no';
}

function namesList(rule: Expression, service: string): Answer {
  if (rule.isAbsent) return 'yes';
  const list = rule.at('DestinationPrefixListId');
  if (list.isAbsent) return 'no';
  const opens = opensPort(rule, 443);
  if (resourceOf(list.value, 'AWS::EC2::PrefixList')) return 'no';
  // as the constructs of this library write it: a mapping by Region and service
  const mapped = own(own(rule.at().source, 'DestinationPrefixListId'), 'Fn::FindInMap');
  const key = Array.isArray(mapped) ? mapped[2] : undefined;
  if (typeof key === 'string') return key === service ? opens : 'no';
  const listed = serviceOfList(textOf(list.value) ?? '');
  return listed === undefined ? worst(opens, 'maybe') : listed.includes(service) ? opens : 'no';
}

function opensPort(rule: Expression, port: number): Answer {
  const protocol = textOf(rule.at('IpProtocol').value);
  if (protocol === '-1') return 'yes';
  if (protocol !== undefined && !protocol.includes('$') && !['tcp', '6'].includes(protocol)) return 'no';
  const [from, to] = ['FromPort', 'ToPort'].map((name) => Number(textOf(rule.at(name).value) ?? NaN));
  return Number.isNaN(from) || Number.isNaN(to) || Number.isNaN(port) ? 'maybe' : from <= port && port <= to ? 'yes' : 'no';
}

export function any(answers: Answer[]): Answer {
  return answers.includes('yes') ? 'yes' : answers.includes('maybe') ? 'maybe' : 'no';
}

/** What holds only where both do. */
export function worst(one: Answer, other: Answer): Answer {
  return one === 'no' || other === 'no' ? 'no' : one === 'maybe' || other === 'maybe' ? 'maybe' : 'yes';
}
