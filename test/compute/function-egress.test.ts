import { App, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as rds from 'aws-cdk-lib/aws-rds';
import { SecureFunction, SecureQueue, TrustZone, ZeroTrust } from '../../src';
import { synthesise } from '../policy/support/synth';

const newFunction = (stack: Stack) => new SecureFunction(stack, 'Fn', { code: lambda.Code.fromInline('exports.handler = async () => {}') });

function newCluster(stack: Stack): rds.DatabaseCluster {
  const zone = TrustZone.of(stack);
  return new rds.DatabaseCluster(stack, 'Db', {
    vpc: zone.vpc,
    vpcSubnets: { subnets: zone.subnets },
    engine: rds.DatabaseClusterEngine.auroraPostgres({ version: rds.AuroraPostgresEngineVersion.VER_16_4 }),
    writer: rds.ClusterInstance.serverlessV2('Writer'),
  });
}

const newGroup = (stack: Stack) => new ec2.SecurityGroup(stack, 'Database', {
  vpc: TrustZone.of(stack).vpc, allowAllOutbound: false, description: 'Database: PostgreSQL from its clients',
});

/** All egress of the function's group, in the group and beside it, without the rule that stands for none. */
function egressOf(template: any): { inline: any[]; beside: any[] } {
  const resources = Object.entries<any>(template.Resources);
  const [groupId, group] = resources.find(([id, { Type }]) => Type === 'AWS::EC2::SecurityGroup' && id.startsWith('FnOwn'))!;
  // a list that is left out is filled with a rule that allows everything
  expect(group.Properties.SecurityGroupEgress.length).toBeGreaterThan(0);
  return {
    inline: group.Properties.SecurityGroupEgress.filter(({ CidrIp }: any) => CidrIp !== '255.255.255.255/32'),
    beside: resources.filter(([, { Type, Properties }]) => Type === 'AWS::EC2::SecurityGroupEgress' && Properties.GroupId['Fn::GetAtt'][0] === groupId)
      .map(([, { Properties: { DestinationSecurityGroupId, FromPort, ToPort, IpProtocol } }]) => ({
        to: DestinationSecurityGroupId['Fn::GetAtt']?.[0] ?? DestinationSecurityGroupId, FromPort, ToPort, IpProtocol,
      })),
  };
}

const tcp = (to: unknown, port: unknown) => ({ to, FromPort: port, ToPort: port, IpProtocol: 'tcp' });
const port = { 'Fn::GetAtt': [expect.stringMatching(/^Db/), 'Endpoint.Port'] };

describe('the security group of a function', () => {
  test.each<[string, (stack: Stack, fn: SecureFunction) => void, any]>([
    ['fn.connections.allowTo(group, port)', (stack, fn) => fn.connections.allowTo(newGroup(stack), ec2.Port.tcp(5432)),
      tcp(expect.stringMatching(/^Database/), 5432)],
    ['group.connections.allowFrom(fn, port)', (stack, fn) => newGroup(stack).connections.allowFrom(fn, ec2.Port.tcp(5432)),
      tcp(expect.stringMatching(/^Database/), 5432)],
    ['fn.allowEgress(group, port)', (stack, fn) => fn.allowEgress(newGroup(stack), ec2.Port.tcp(5432)), tcp(expect.stringMatching(/^Database/), 5432)],
    ['allowTo a group that exists already', (stack, fn) => fn.connections.allowTo(
      ec2.SecurityGroup.fromSecurityGroupId(stack, 'Imported', 'sg-12345678'), ec2.Port.tcp(5432)), tcp('sg-12345678', 5432)],
    ['cluster.connections.allowDefaultPortFrom(fn)', (stack, fn) => newCluster(stack).connections.allowDefaultPortFrom(fn),
      tcp(expect.stringMatching(/^DbSecurityGroup/), port)],
    ['fn.connections.allowToDefaultPort(cluster)', (stack, fn) => fn.connections.allowToDefaultPort(newCluster(stack)),
      tcp(expect.stringMatching(/^DbSecurityGroup/), port)],
  ])('%s: has exactly that egress, and no finding', (_name, connect, rule) => {
    const { open, template } = synthesise((app) => {
      ZeroTrust.enforce(app, { reports: [] });
      const stack = new Stack(app, 'Stack');
      connect(stack, newFunction(stack));
    });
    expect(egressOf(template)).toEqual({ inline: [], beside: [rule] });
    expect(open.filter((line) => /Stack\/Fn/.test(line))).toEqual([]);
  });

  test('keeps what grants opened beside it', () => {
    const stack = new Stack(new App(), 'Stack');
    const fn = newFunction(stack);
    fn.connections.allowTo(newGroup(stack), ec2.Port.tcp(5432));
    new SecureQueue(stack, 'Queue').grantSendMessages(fn);
    const { inline, beside } = egressOf(Template.fromStack(stack).toJSON());
    expect(inline.map(({ FromPort }) => FromPort)).toEqual([443]);
    expect(beside.map(({ FromPort }) => FromPort)).toEqual([5432]);
  });

  test('lets nothing out when nothing was declared', () => {
    const stack = new Stack(new App(), 'Stack');
    newFunction(stack);
    expect(egressOf(Template.fromStack(stack).toJSON())).toEqual({ inline: [], beside: [] });
  });

  test('reaches a cluster of another stack', () => {
    const app = new App();
    const zone = new TrustZone(new Stack(app, 'Network'), 'Zone');
    const [data, stack] = [new Stack(app, 'Data'), new Stack(app, 'Stack')];
    [data, stack].forEach((one) => zone.serve(one));
    newCluster(data).connections.allowDefaultPortFrom(newFunction(stack));
    expect(egressOf(Template.fromStack(stack).toJSON())).toEqual({ inline: [], beside: [] });
    // beside the cluster, so that neither stack waits for the other in a circle
    Template.fromStack(data).hasResourceProperties('AWS::EC2::SecurityGroupEgress', {
      GroupId: { 'Fn::ImportValue': Match.stringLikeRegexp('FnOwnSecurityGroup') },
      DestinationSecurityGroupId: { 'Fn::GetAtt': [Match.stringLikeRegexp('^DbSecurityGroup'), 'GroupId'] },
    });
  });
});
