import { rule as deploymentGroupRollsBack } from './DeploymentGroupRollsBack';
import type { Rule } from '../rule';

export const codedeployRules: Rule[] = [
  deploymentGroupRollsBack,
];
