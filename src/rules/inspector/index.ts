import { rule as filtersSuppressNamedFindings } from './FiltersSuppressNamedFindings';
import type { Rule } from '../rule';

export const inspectorRules: Rule[] = [
  filtersSuppressNamedFindings,
];
