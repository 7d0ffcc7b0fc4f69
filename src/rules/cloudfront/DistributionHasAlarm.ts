import { Expression, TemplateResource, textOf } from '../../model';
import { fail, pass, resourceOf } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-CLOUDFRONT-010',
  title: 'CloudFront distributions have a CloudWatch alarm on a CloudFront or Shield metric',
  severity: 'low',
  types: ['AWS::CloudFront::Distribution'],
  rationale: 'An attack on availability shows at the edge as a surge of requests or 5xx responses. Without an alarm it goes unnoticed.',
  remediation: 'Add an alarm on Requests or 5xxErrorRate of AWS/CloudFront with the DistributionId, or on DDoSDetected of AWS/DDoSProtection.',
  check(distribution) {
    const [alarm] = distribution.referrers('AWS::CloudWatch::Alarm').filter((one) => watches(one, distribution));
    return alarm ? pass(alarm.name) : fail('it has no alarm for a flood of requests', 'no AWS::CloudWatch::Alarm on it');
  },
};

function watches(alarm: TemplateResource, distribution: TemplateResource): boolean {
  const metrics = [alarm.properties, ...alarm.at('Metrics').items().map((query) => query.at('MetricStat', 'Metric'))];
  return metrics.some((metric) => ['AWS/CloudFront', 'AWS/DDoSProtection'].includes(textOf(metric.at('Namespace').value) ?? '') && isOf(metric, distribution));
}

function isOf(metric: Expression, distribution: TemplateResource): boolean {
  return metric.at('Dimensions').items().some((dimension) => resourceOf(dimension.at('Value').value) === distribution);
}
