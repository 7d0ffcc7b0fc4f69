import { rule as declaredAccessIsEffective } from './DeclaredAccessIsEffective';
import { rule as effectiveAccessIsDeclared } from './EffectiveAccessIsDeclared';
import type { Rule } from '../rule';

export const graphRules: Rule[] = [
  declaredAccessIsEffective,
  effectiveAccessIsDeclared,
];
