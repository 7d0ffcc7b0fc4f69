import { rule as blockRulesMatchOversize } from './BlockRulesMatchOversize';
import { rule as ruleGroupActionsNotOverridden } from './RuleGroupActionsNotOverridden';
import { rule as webAclHasManagedRuleGroups } from './WebAclHasManagedRuleGroups';
import { rule as webAclHasMetrics } from './WebAclHasMetrics';
import { rule as webAclHasRateLimitPerCaller } from './WebAclHasRateLimitPerCaller';
import { rule as webAclHasRateLimitPerIp } from './WebAclHasRateLimitPerIp';
import { rule as webAclLogsRedactCredentials } from './WebAclLogsRedactCredentials';
import type { Rule } from '../rule';

export const wafRules: Rule[] = [
  webAclHasManagedRuleGroups,
  webAclHasRateLimitPerIp,
  webAclLogsRedactCredentials,
  blockRulesMatchOversize,
  webAclHasRateLimitPerCaller,
  webAclHasMetrics,
  ruleGroupActionsNotOverridden,
];
