import { isCustomerKey } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-SAGEMAKER-002',
  title: 'SageMaker notebook instances, domains and endpoint configurations use a customer managed KMS key',
  severity: 'medium',
  types: ['AWS::SageMaker::Domain', 'AWS::SageMaker::EndpointConfig', 'AWS::SageMaker::NotebookInstance'],
  rationale: 'The volumes hold copies of training data, and what notebooks cached of it. Only with a key of one\'s own does a key policy name who can read them.',
  remediation: 'Set KmsKeyId to a key of the zone.',
  check: (resource) => isCustomerKey(resource.at('KmsKeyId'), 'its volumes are not encrypted with a customer managed KMS key'),
};
