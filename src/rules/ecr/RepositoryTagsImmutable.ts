import { isOneOf } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-ECR-001',
  title: 'ECR repositories have immutable image tags',
  severity: 'medium',
  types: ['AWS::ECR::Repository'],
  rationale: 'Whoever can push to a mutable tag replaces the image that functions and tasks deploy next, after it was reviewed.',
  remediation: 'Set ImageTagMutability to IMMUTABLE, without exclusions, and refer to images by digest.',
  check: (repository) => isOneOf(repository.at('ImageTagMutability'), ['IMMUTABLE'], 'its image tags are mutable, all or those of its exclusions'),
};
