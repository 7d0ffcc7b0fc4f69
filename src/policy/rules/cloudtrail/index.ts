import { rule as trailIsComplete } from './TrailIsComplete';
import type { Rule } from '../rule';

export const cloudtrailRules: Rule[] = [
  trailIsComplete,
];
