import type { TemplateResource } from '../../model';
import { decide, isFalseOrAbsent, isOneOf, saysFalse } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';

const FINDING = 'it is publicly accessible';

/** How each type says it; without a word only replication instances of DMS are public. */
const JUDGEMENTS: Record<string, (resource: TemplateResource) => RuleResult> = {
  'AWS::AmazonMQ::Broker': (broker) => isFalseOrAbsent(broker.at('PubliclyAccessible'), FINDING),
  'AWS::DMS::ReplicationInstance': (instance) => decide(instance.at('PubliclyAccessible'), FINDING, saysFalse),
  'AWS::Lightsail::Bucket': (bucket) => isOneOf(bucket.at('AccessRules', 'GetObject'), ['private', undefined], FINDING),
  'AWS::Lightsail::Database': (database) => isFalseOrAbsent(database.at('PubliclyAccessible'), FINDING),
  'AWS::MSK::Cluster': (cluster) => isOneOf(cluster.at('BrokerNodeGroupInfo', 'ConnectivityInfo', 'PublicAccess', 'Type'), ['DISABLED', undefined], FINDING),
  'AWS::Neptune::DBInstance': (instance) => isFalseOrAbsent(instance.at('PubliclyAccessible'), FINDING),
  'AWS::NeptuneGraph::Graph': (graph) => isFalseOrAbsent(graph.at('PublicConnectivity'), FINDING),
  'AWS::Redshift::Cluster': (cluster) => isFalseOrAbsent(cluster.at('PubliclyAccessible'), FINDING),
  'AWS::RedshiftServerless::Workgroup': (workgroup) => isFalseOrAbsent(workgroup.at('PubliclyAccessible'), FINDING),
  'AWS::Timestream::InfluxDBCluster': (cluster) => isFalseOrAbsent(cluster.at('PubliclyAccessible'), FINDING),
  'AWS::Timestream::InfluxDBInstance': (instance) => isFalseOrAbsent(instance.at('PubliclyAccessible'), FINDING),
};

export const rule: Rule = {
  id: 'ZT-EXPOSURE-001',
  title: 'Redshift, Neptune, Timestream, Lightsail, Amazon MSK, Amazon MQ and AWS DMS are not publicly accessible',
  severity: 'critical',
  types: Object.keys(JUDGEMENTS),
  rationale: 'A public address leaves security groups as the only control between the internet and the login of the data store.',
  remediation: 'Set PubliclyAccessible to false (Amazon MSK: PublicAccess.Type DISABLED, Neptune Analytics: PublicConnectivity false, buckets of Lightsail: GetObject private), and use isolated subnets.',
  check: (resource) => JUDGEMENTS[resource.type](resource),
};
