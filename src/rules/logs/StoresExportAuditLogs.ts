import { describe, Expression, TemplateResource, textOf } from '../../model';
import { every, fail, isPresent, isTrue, pass, some, unknown } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';

const FINDING = 'it exports no audit log';

/** How each type says it. */
const JUDGEMENTS: Record<string, (resource: TemplateResource) => RuleResult> = {
  // RabbitMQ has no audit log
  'AWS::AmazonMQ::Broker': (broker) => (/^rabbitmq$/i.test(textOf(broker.at('EngineType').value) ?? '') ? pass('RabbitMQ') : isTrue(broker.at('Logs', 'Audit'), FINDING)),
  'AWS::DocDB::DBCluster': (cluster) => exportsKind(cluster.at('EnableCloudwatchLogsExports'), 'audit'),
  'AWS::Neptune::DBCluster': (cluster) => exportsKind(cluster.at('EnableCloudwatchLogsExports'), 'audit'),
  'AWS::Redshift::Cluster': (cluster) => some(...['BucketName', 'LogDestinationType'].map((property) => isPresent(cluster.at('LoggingProperties', property), FINDING))),
  'AWS::RedshiftServerless::Namespace': (namespace) => every(...['connectionlog', 'userlog'].map((kind) => exportsKind(namespace.at('LogExports'), kind))),
};

export const rule: Rule = {
  id: 'ZT-LOGS-013',
  title: 'DocumentDB, Neptune, Redshift and Amazon MQ export audit logs, as to CloudWatch Logs',
  severity: 'medium',
  types: Object.keys(JUDGEMENTS),
  rationale: 'Who signed in to a store and what was asked of it is in its audit log only: CloudTrail records calls of the control plane.',
  remediation: 'Add audit to EnableCloudwatchLogsExports, connectionlog and userlog to LogExports, set LoggingProperties (Redshift), or Logs.Audit to true (Amazon MQ).',
  check: (resource) => JUDGEMENTS[resource.type](resource),
};

function exportsKind(list: Expression, kind: string): RuleResult {
  const items = list.items();
  if (items.some(({ value }) => textOf(value) === kind)) return pass(kind);
  const unclear = [list, ...items].find(({ value }) => value.kind !== 'known');
  return unclear ? unknown(`${FINDING}: not known before deployment`, describe(unclear.value)) : fail(FINDING, describe(list.value));
}
