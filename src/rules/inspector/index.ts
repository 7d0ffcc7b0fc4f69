import { rule as suppressionFilterIsSpecific } from './SuppressionFilterIsSpecific';
import type { Rule } from '../rule';

export const inspectorRules: Rule[] = [
  suppressionFilterIsSpecific,
];
