import { Expression, TemplateResource, textOf } from '../../model';
import { fail, pass, resourceOf } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-CLOUDFRONT-010',
  title: 'A flood of requests to a distribution alarms somebody',
  severity: 'low',
  types: ['AWS::CloudFront::Distribution'],
  rationale: 'Requests by the million, or answers 5xx, are how an attack on availability looks from the edge: somebody has to hear of it.',
  remediation: 'Make an alarm on Requests or 5xxErrorRate of AWS/CloudFront with the DistributionId, or on DDoSDetected of AWS/DDoSProtection.',
  check(distribution) {
    const [alarm] = distribution.referrers('AWS::CloudWatch::Alarm').filter((one) => watches(one, distribution));
    return alarm ? pass(alarm.name) : fail('a flood of requests alarms nobody', 'no AWS::CloudWatch::Alarm on it');
  },
};

function watches(alarm: TemplateResource, distribution: TemplateResource): boolean {
  const metrics = [alarm.properties, ...alarm.at('Metrics').items().map((query) => query.at('MetricStat', 'Metric'))];
  return metrics.some((metric) => ['AWS/CloudFront', 'AWS/DDoSProtection'].includes(textOf(metric.at('Namespace').value) ?? '') && isOf(metric, distribution));
}

function isOf(metric: Expression, distribution: TemplateResource): boolean {
  return metric.at('Dimensions').items().some((dimension) => resourceOf(dimension.at('Value').value) === distribution);
}
