import { choiceAt, each, FixedPrice, HOURS, lengthOf, Monthly, numberAt, sum, unknown, usd } from './fixed-price';
import { Expression, lastTargetOf, TemplateResource } from '../../model';

const DYNAMODB = 'https://aws.amazon.com/dynamodb/pricing/provisioned/';
const LAMBDA = 'https://aws.amazon.com/lambda/pricing/';
const CLOUDWATCH = 'https://aws.amazon.com/cloudwatch/pricing/';

const WRITE_UNIT_HOUR = 0.00065;
const READ_UNIT_HOUR = 0.00013;
/** USD for a GB of memory that stands ready for a second. */
const PROVISIONED_GB_SECOND: Record<string, number> = { x86_64: 0.0000041667, arm64: 0.0000033334 };
const ALARM_METRIC = 0.1;
const FAST_ALARM_METRIC = 0.3;

/** Alarms, and capacity that is reserved. */
export const CAPACITY_PRICES: FixedPrice[] = [
  { type: 'AWS::CloudWatch::Alarm', source: CLOUDWATCH, note: 'by metric; in an alarm with an anomaly band each counts as three', monthly: alarm },
  { type: 'AWS::CloudWatch::CompositeAlarm', source: CLOUDWATCH, monthly: () => usd(0.5) },
  { type: 'AWS::CloudWatch::Dashboard', source: CLOUDWATCH, monthly: () => usd(3) },
  { type: 'AWS::CloudWatch::InsightRule', source: CLOUDWATCH, monthly: () => usd(0.5) },
  { type: 'AWS::DynamoDB::Table', source: DYNAMODB, note: 'provisioned capacity; nothing on demand', monthly: table },
  {
    type: 'AWS::DynamoDB::GlobalTable',
    source: DYNAMODB,
    note: 'provisioned capacity; nothing on demand',
    monthly(globalTable) {
      const mode = choiceAt(globalTable.at('BillingMode'), 'PROVISIONED');
      return mode === 'PAY_PER_REQUEST' ? usd(0) : unknown('its capacity follows its use, in each replica');
    },
  },
  { type: 'AWS::Lambda::Alias', source: LAMBDA, note: 'provisioned concurrency', monthly: provisioned },
  { type: 'AWS::Lambda::Version', source: LAMBDA, note: 'provisioned concurrency', monthly: provisioned },
  {
    type: 'AWS::CodePipeline::Pipeline',
    source: 'https://aws.amazon.com/codepipeline/pricing/',
    note: 'type V1, in months in which code changed; V2 is paid for by the minute',
    monthly(pipeline) {
      const type = choiceAt(pipeline.at('PipelineType'), 'V1');
      return type === undefined ? unknown('its type is not known before deployment') : usd(type === 'V2' ? 0 : 1);
    },
  },
  { type: 'AWS::EKS::Cluster', source: 'https://aws.amazon.com/eks/pricing/', note: 'in standard support', monthly: () => usd(0.1 * HOURS) },
];

function alarm(resource: TemplateResource): Monthly {
  const metrics = resource.at('Metrics');
  if (metrics.isAbsent) return each(priceOf([resource.at('Period')]), 1, 'metrics it looks at');
  const count = lengthOf(metrics);
  const queries = metrics.items();
  const looked = queries.filter((query) => !query.at('MetricStat').isAbsent);
  const expressions = queries.map((query) => choiceAt(query.at('Expression'), ''));
  if (count === undefined || expressions.includes(undefined)) return unknown('which metrics it looks at is not known before deployment');
  if (expressions.some((text) => /^\s*SELECT\b/i.test(text!))) return unknown('a query of Metrics Insights is paid for by the metrics that match it');
  if (expressions.some((text) => /\bSEARCH\s*\(/i.test(text!))) return unknown('a search is paid for by the metrics that match it');
  const counted = expressions.some((text) => text!.includes('ANOMALY_DETECTION_BAND')) ? 3 : 1;
  return each(priceOf(looked.map((query) => query.at('MetricStat', 'Period'))), counted * looked.length, 'metrics it looks at');
}

/** Alarms on periods under a minute are of high resolution. */
function priceOf(periods: Expression[]): number {
  return periods.some((period) => (numberAt(period, 60) ?? 60) < 60) ? FAST_ALARM_METRIC : ALARM_METRIC;
}

function table(resource: TemplateResource): Monthly {
  const mode = choiceAt(resource.at('BillingMode'), 'PROVISIONED');
  if (mode === 'PAY_PER_REQUEST') return usd(0);
  const indexes = resource.at('GlobalSecondaryIndexes');
  if (mode === undefined || lengthOf(indexes) === undefined) return unknown('its capacity is not known before deployment');
  return sum(...[resource.properties, ...indexes.items()].map(capacity));
}

function capacity(of: Expression): Monthly {
  const units = of.at('ProvisionedThroughput');
  return sum(
    each(WRITE_UNIT_HOUR * HOURS, numberAt(units.at('WriteCapacityUnits')), 'write units it has'),
    each(READ_UNIT_HOUR * HOURS, numberAt(units.at('ReadCapacityUnits')), 'read units it has'),
  );
}

function provisioned(resource: TemplateResource): Monthly {
  const config = resource.at('ProvisionedConcurrencyConfig');
  if (config.isAbsent) return usd(0);
  const fn = lastTargetOf(resource.at('FunctionName').value)?.resource;
  const memory = fn && numberAt(fn.at('MemorySize'), 128);
  const architecture = fn && choiceAt(fn.at('Architectures').items()[0] ?? fn.at('Architectures'), 'x86_64');
  const price = PROVISIONED_GB_SECOND[architecture ?? ''];
  if (memory === undefined || price === undefined) return unknown('memory and architecture of its function are not known before deployment');
  return each((memory / 1024) * price * HOURS * 3600, numberAt(config.at('ProvisionedConcurrentExecutions')), 'environments stand ready');
}
