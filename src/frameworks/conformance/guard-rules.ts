import type { Check } from './check';
import { API_RULES } from './rules/api';
import { COMPUTE_RULES } from './rules/compute';
import { DATA_RULES } from './rules/data';
import { NETWORK_RULES } from './rules/network';
import { PLATFORM_RULES } from './rules/platform';

/** What a rule asks for: by type of resource. */
export type ChecksByType = Record<string, Check[]>;

/** The rules that Guard can express exactly. */
export const GUARD_RULES: Record<string, ChecksByType> = { ...API_RULES, ...COMPUTE_RULES, ...DATA_RULES, ...NETWORK_RULES, ...PLATFORM_RULES };
