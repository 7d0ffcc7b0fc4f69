import { rule as environmentUnderCustomerKey } from './EnvironmentUnderCustomerKey';
import { rule as failuresAreKept } from './FailuresAreKept';
import { rule as ownJsonLog } from './OwnJsonLog';
import { rule as ownSecurityGroup } from './OwnSecurityGroup';
import { rule as permissionNamesItsSource } from './PermissionNamesItsSource';
import { rule as recursionEnds } from './RecursionEnds';
import { rule as sourceQueueOutlastsFunction } from './SourceQueueOutlastsFunction';
import { rule as urlIsAuthenticated } from './UrlIsAuthenticated';
import type { Rule } from '../rule';

export const lambdaRules: Rule[] = [
  permissionNamesItsSource,
  environmentUnderCustomerKey,
  ownSecurityGroup,
  sourceQueueOutlastsFunction,
  failuresAreKept,
  ownJsonLog,
  recursionEnds,
  urlIsAuthenticated,
];
