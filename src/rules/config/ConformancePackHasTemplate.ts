import { every, isNotEmpty, isPresent, some } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-CONFIG-003',
  title: 'AWS Config conformance packs have a template and a delivery bucket',
  severity: 'low',
  types: ['AWS::Config::ConformancePack'],
  rationale: 'A pack without a template has no rules. Its results are evidence only when they are kept in a bucket.',
  remediation: 'Set TemplateBody, TemplateS3Uri or TemplateSSMDocumentDetails, and DeliveryS3Bucket.',
  check: (pack) => every(
    some(...['TemplateBody', 'TemplateS3Uri', 'TemplateSSMDocumentDetails'].map((source) => isNotEmpty(pack.at(source), 'it has no template'))),
    isPresent(pack.at('DeliveryS3Bucket'), 'it has no delivery bucket'),
  ),
};
