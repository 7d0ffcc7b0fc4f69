import { rule as analyzerFindingsHaveEventRule } from './AnalyzerFindingsHaveEventRule';
import { rule as analyzerReportsUnusedAccess } from './AnalyzerReportsUnusedAccess';
import { rule as analyzersCoverAllAccessTypes } from './AnalyzersCoverAllAccessTypes';
import type { Rule } from '../rule';

export const accessanalyzerRules: Rule[] = [
  analyzerReportsUnusedAccess,
  analyzerFindingsHaveEventRule,
  analyzersCoverAllAccessTypes,
];
