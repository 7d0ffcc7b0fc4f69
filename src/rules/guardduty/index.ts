import { rule as detectorHasS3AndLambdaProtection } from './DetectorHasS3AndLambdaProtection';
import { rule as findingsExportedToS3 } from './FindingsExportedToS3';
import { rule as malwareProtectionPlanTagsObjects } from './MalwareProtectionPlanTagsObjects';
import { rule as suppressionFilterIsSpecific } from './SuppressionFilterIsSpecific';
import type { Rule } from '../rule';

export const guarddutyRules: Rule[] = [
  detectorHasS3AndLambdaProtection,
  findingsExportedToS3,
  suppressionFilterIsSpecific,
  malwareProtectionPlanTagsObjects,
];
