import { rule as containersAreNotPrivileged } from './ContainersAreNotPrivileged';
import { rule as serviceHasNoPublicIp } from './ServiceHasNoPublicIp';
import type { Rule } from '../rule';

export const ecsRules: Rule[] = [containersAreNotPrivileged, serviceHasNoPublicIp];
