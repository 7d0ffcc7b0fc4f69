import { isPresent } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-ECR-004',
  title: 'ECR repositories have a lifecycle policy',
  severity: 'low',
  types: ['AWS::ECR::Repository'],
  rationale: 'Old images keep vulnerabilities that were fixed since, can be deployed again, and cost storage.',
  remediation: 'Set LifecyclePolicy to expire images without a tag. Keep those that functions use: they cannot start when their image is gone.',
  check: (repository) => isPresent(repository.at('LifecyclePolicy', 'LifecyclePolicyText'), 'it has no lifecycle policy'),
};
