import { FakeService } from './fake-aws';
import { ServiceError } from '../json-protocol-server';

const LISTS = ['IpRanges', 'Ipv6Ranges', 'PrefixListIds', 'UserIdGroupPairs'];

/**
 * The egress of security groups, as single rules: one protocol, one range of ports, one peer. As at the service, a call changes all of its
 * rules or none: not one that is there already, not one that is not.
 */
export class FakeEc2 implements FakeService {
  private readonly groups = new Map<string, Map<string, any>>();

  public createGroup(id: string, permissions: any[]): void {
    this.groups.set(id, new Map(rules(permissions)));
  }

  public deleteGroup(id: string): void {
    this.groups.delete(id);
  }

  /** The rules of a group, in no order. */
  public egressOf(id: string): string[] {
    return [...this.find(id).keys()].sort();
  }

  public answer(operation: string, input: any): object {
    switch (operation) {
      case 'DescribeSecurityGroups': return {
        SecurityGroups: input.GroupIds.map((id: string) => ({ GroupId: id, IpPermissionsEgress: grouped([...this.find(id).values()]) })),
      };
      case 'RevokeSecurityGroupEgress': return this.change(input, (group, given) => {
        if (given.some(([key]) => !group.has(key))) {
          throw new ServiceError('InvalidPermission.NotFound', 'The specified rule does not exist in this security group.');
        }
        for (const [key] of given) group.delete(key);
      });
      case 'AuthorizeSecurityGroupEgress': return this.change(input, (group, given) => {
        if (given.some(([key]) => group.has(key))) throw new ServiceError('InvalidPermission.Duplicate', 'the specified rule already exists');
        for (const [key, rule] of given) group.set(key, rule);
      });
      default: throw new Error(`not faked: ${operation}`);
    }
  }

  private change({ GroupId, IpPermissions }: any, how: (group: Map<string, any>, given: [string, any][]) => void): object {
    if (!IpPermissions) throw new ServiceError('MissingParameter', 'The request must contain the parameter ipPermissions');
    how(this.find(GroupId), rules(IpPermissions));
    return { Return: true };
  }

  private find(id: string): Map<string, any> {
    const group = this.groups.get(id);
    if (!group) throw new ServiceError('InvalidGroup.NotFound', `The security group '${id}' does not exist`);
    return group;
  }
}

function rules(permissions: any[]): [string, any][] {
  return permissions.flatMap((permission) => LISTS.flatMap((list) => (permission[list] ?? []).map((peer: any): [string, any] => {
    const { IpProtocol, FromPort, ToPort } = permission;
    const { Description: _, ...who } = peer;
    const key = JSON.stringify([IpProtocol, FromPort ?? -1, ToPort ?? -1, list, Object.entries(who).sort()]);
    return [key, { IpProtocol, FromPort, ToPort, [list]: [peer] }];
  })));
}

/** One permission for each protocol and range of ports, as the service answers. */
function grouped(singles: any[]): any[] {
  const permissions = new Map<string, any>();
  for (const { IpProtocol, FromPort, ToPort, ...peers } of singles) {
    const key = JSON.stringify([IpProtocol, FromPort, ToPort]);
    const ports = { ...FromPort !== undefined && { FromPort }, ...ToPort !== undefined && { ToPort } };
    const permission = permissions.get(key) ?? { IpProtocol, ...ports, ...Object.fromEntries(LISTS.map((list) => [list, []])) };
    for (const [list, one] of Object.entries<any>(peers)) permission[list].push(...one);
    permissions.set(key, permission);
  }
  return [...permissions.values()];
}
