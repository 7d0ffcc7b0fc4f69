import { capability } from './capability';
import { every, isNotEmpty, isOneOf } from '../../model/judge';

const TYPES = ['ACCOUNT', 'ORGANIZATION'].flatMap((of) => [of, `${of}_UNUSED_ACCESS`, `${of}_INTERNAL_ACCESS`]);

/** One analyzer of any kind: which kinds there must be is what ZT-ACCESSANALYZER-003 asks once there is one. */
export const accessReview = capability('access-review', '003', {
  title: 'The app has an IAM Access Analyzer analyzer',
  types: ['AWS::AccessAnalyzer::Analyzer'],
  rationale: 'Permissions grow. Without an analyzer external access is not reviewed, and access that is no longer used stays.',
  remediation: 'Add an AccessReview, or name the analyzer of the organization: Capability.ACCESS_REVIEW.providedBy(name, arn, owner).',
  isOfAccount: true,
}, (analyzer) => every(
  isOneOf(analyzer.at('Type'), TYPES, 'its type is none of an analyzer'),
  ...analyzer.at('ArchiveRules').items().map((archive) => isNotEmpty(archive.at('Filter'), 'an archive rule has no filter, so it hides every finding')),
));
