import { add, all, att, join, PARAMETER, ref, remove, resource, RuleCase, set } from '../support/prove';

const errors = { Namespace: 'AWS/Lambda', MetricName: 'Errors', Dimensions: [{ Name: 'FunctionName', Value: ref('Fn') }] };

/** What proves the rules of CLOUDWATCH. */
export const cloudwatchCases: RuleCase[] = [
  {
    rule: 'ZT-CLOUDWATCH-001',
    on: 'Alarm',
    secure: { Topic: resource('AWS::SNS::Topic'), Alarm: resource('AWS::CloudWatch::Alarm', { AlarmActions: [ref('Topic')] }) },
    passesWhen: {
      'it says that its actions are on': set('Alarm', 'ActionsEnabled', true),
      'a composite alarm combines it': all(set('Alarm', 'AlarmActions'), add('Both', 'AWS::CloudWatch::CompositeAlarm', { AlarmRule: join('ALARM("', att('Alarm'), '")') })),
    },
    firesWhen: {
      'it has no action': set('Alarm', 'AlarmActions'),
      'its list of actions is empty': set('Alarm', 'AlarmActions', []),
      'its actions are a parameter': set('Alarm', 'AlarmActions', PARAMETER),
      'its actions are off': set('Alarm', 'ActionsEnabled', false),
      'its actions are off, by a text': set('Alarm', 'ActionsEnabled', 'false'),
      'whether its actions are on is a parameter': set('Alarm', 'ActionsEnabled', PARAMETER),
      'only the end of an alarm is told': all(set('Alarm', 'AlarmActions'), set('Alarm', 'OKActions', [ref('Topic')])),
    },
  },
  {
    rule: 'ZT-CLOUDWATCH-001',
    on: 'Both',
    secure: { Topic: resource('AWS::SNS::Topic'), Both: resource('AWS::CloudWatch::CompositeAlarm', { AlarmRule: 'TRUE', AlarmActions: [ref('Topic')] }) },
    firesWhen: {
      'it has no action': set('Both', 'AlarmActions'),
      'another one holds its actions back only': all(set('Both', 'AlarmActions'), add('Other', 'AWS::CloudWatch::CompositeAlarm', { AlarmRule: 'TRUE', ActionsSuppressor: att('Both') })),
    },
  },
  {
    rule: 'ZT-CLOUDWATCH-002',
    on: 'Filter',
    secure: {
      Filter: resource('AWS::Logs::MetricFilter', { MetricTransformations: [{ MetricName: 'Blocked', MetricNamespace: 'Guard', MetricValue: '1' }] }),
      Alarm: resource('AWS::CloudWatch::Alarm', { MetricName: 'Blocked', Namespace: 'Guard' }),
    },
    passesWhen: {
      'the alarm does metric math': all(set('Alarm', 'MetricName'), set('Alarm', 'Metrics', [{ Id: 'a', MetricStat: { Metric: { MetricName: 'Blocked', Namespace: 'Guard' } } }])),
      'the alarm is on an expression': all(set('Alarm', 'MetricName'), set('Alarm', 'Metrics', [{ Expression: 'SELECT SUM(Blocked) FROM "Guard"' }])),
    },
    firesWhen: {
      'the alarm is gone': remove('Alarm'),
      'the alarm is on another metric': set('Alarm', 'MetricName', 'Throttled'),
      'the alarm is on another namespace': set('Alarm', 'Namespace', 'Other'),
      'the alarm is on a parameter': set('Alarm', 'MetricName', PARAMETER),
      'a second metric has no alarm': set('Filter', 'MetricTransformations.1', { MetricName: 'Escaped', MetricNamespace: 'Guard' }),
      'the metric is a parameter': set('Filter', 'MetricTransformations.0.MetricName', PARAMETER),
      'the metrics are a parameter': set('Filter', 'MetricTransformations', PARAMETER),
    },
  },
  {
    rule: 'ZT-CLOUDWATCH-003',
    on: 'Detector',
    secure: {
      Fn: resource('AWS::Lambda::Function'),
      Detector: resource('AWS::CloudWatch::AnomalyDetector', { ...errors, Stat: 'Sum' }),
      Alarm: resource('AWS::CloudWatch::Alarm', {
        ThresholdMetricId: 'band',
        Metrics: [{ Id: 'band', Expression: 'ANOMALY_DETECTION_BAND(errors, 2)' }, { Id: 'errors', MetricStat: { Metric: errors, Stat: 'Sum', Period: 300 } }],
      }),
    },
    passesWhen: {
      'the metric is written in the newer way': (resources) => {
        resources.Detector.Properties = { SingleMetricAnomalyDetector: resources.Detector.Properties };
      },
      'it learns metric math': (resources) => {
        resources.Detector.Properties = { MetricMathAnomalyDetector: { MetricDataQueries: [{ Id: 'sum', Expression: 'errors * 1' }, { Id: 'errors', MetricStat: { Metric: errors } }] } };
      },
    },
    firesWhen: {
      'there is no alarm': remove('Alarm'),
      'the alarm has another metric': set('Alarm', 'Metrics.1.MetricStat.Metric.MetricName', 'Duration'),
      'the alarm is on another function': set('Alarm', 'Metrics.1.MetricStat.Metric.Dimensions.0.Value', 'other'),
      'the alarm has a fixed threshold': all(set('Alarm', 'ThresholdMetricId'), set('Alarm', 'Threshold', 1)),
      'the alarm has no band': set('Alarm', 'Metrics.0'),
      'the threshold is no band': set('Alarm', 'ThresholdMetricId', 'errors'),
      'the metric is a parameter': set('Detector', 'MetricName', PARAMETER),
      'the dimensions are a parameter': set('Detector', 'Dimensions', PARAMETER),
    },
  },
];
