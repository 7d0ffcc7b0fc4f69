import { rule as containersAreNotPrivileged } from './ContainersAreNotPrivileged';
import type { Rule } from '../rule';

export const ecsRules: Rule[] = [containersAreNotPrivileged];
