import { every, isNotEmpty, isPresent, some } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-CONFIG-003',
  title: 'A conformance pack has a template, and a bucket for its results',
  severity: 'low',
  types: ['AWS::Config::ConformancePack'],
  rationale: 'A pack without rules checks nothing. What it finds is evidence when it lies in a bucket that is kept, and not on a page that changes.',
  remediation: 'Set TemplateBody, TemplateS3Uri or TemplateSSMDocumentDetails, and DeliveryS3Bucket.',
  check: (pack) => every(
    some(...['TemplateBody', 'TemplateS3Uri', 'TemplateSSMDocumentDetails'].map((source) => isNotEmpty(pack.at(source), 'it has no template'))),
    isPresent(pack.at('DeliveryS3Bucket'), 'its results go to no bucket'),
  ),
};
