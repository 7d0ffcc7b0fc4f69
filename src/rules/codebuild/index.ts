import { rule as artifactsEncryptedWithCmk } from './ArtifactsEncryptedWithCmk';
import { rule as environmentVariablesHoldNoSecrets } from './EnvironmentVariablesHoldNoSecrets';
import { rule as logsHaveOwnGroup } from './LogsHaveOwnGroup';
import { rule as projectDisablesPrivilegedMode } from './ProjectDisablesPrivilegedMode';
import { rule as projectHasLogs } from './ProjectHasLogs';
import { rule as projectIsPrivate } from './ProjectIsPrivate';
import { rule as sourceHoldsNoSecrets } from './SourceHoldsNoSecrets';
import { rule as sourceVerifiesTls } from './SourceVerifiesTls';
import type { Rule } from '../rule';

export const codebuildRules: Rule[] = [
  projectDisablesPrivilegedMode,
  environmentVariablesHoldNoSecrets,
  projectHasLogs,
  sourceHoldsNoSecrets,
  artifactsEncryptedWithCmk,
  projectIsPrivate,
  logsHaveOwnGroup,
  sourceVerifiesTls,
];
