import { rule as responseHasAlarm } from './ResponseHasAlarm';
import { rule as responseRunsItsPlays } from './ResponseRunsItsPlays';
import { rule as stateMachineEncryptedWithCmk } from './StateMachineEncryptedWithCmk';
import { rule as stateMachineHasOwnRole } from './StateMachineHasOwnRole';
import { rule as stateMachineHasTracing } from './StateMachineHasTracing';
import { rule as stateMachineLogsWithoutExecutionData } from './StateMachineLogsWithoutExecutionData';
import { rule as stateMachineRoleTrustPolicyNamesSource } from './StateMachineRoleTrustPolicyNamesSource';
import type { Rule } from '../rule';

export const statesRules: Rule[] = [
  stateMachineLogsWithoutExecutionData,
  stateMachineHasTracing,
  stateMachineEncryptedWithCmk,
  stateMachineHasOwnRole,
  stateMachineRoleTrustPolicyNamesSource,
  responseHasAlarm,
  responseRunsItsPlays,
];
