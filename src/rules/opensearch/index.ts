import { rule as dataAccessPolicyListsPermissions } from './DataAccessPolicyListsPermissions';
import { rule as networkPolicyIsPrivate } from './NetworkPolicyIsPrivate';
import { rule as vpcDomainPolicyNamesPrincipals } from './VpcDomainPolicyNamesPrincipals';
import type { Rule } from '../rule';

export const opensearchRules: Rule[] = [networkPolicyIsPrivate, vpcDomainPolicyNamesPrincipals, dataAccessPolicyListsPermissions];
