import { rule as customOriginsAuthenticateCloudFront } from './CustomOriginsAuthenticateCloudFront';
import { rule as distributionHasAccessLogs } from './DistributionHasAccessLogs';
import { rule as distributionHasAlarm } from './DistributionHasAlarm';
import { rule as distributionHasDefaultRootObject } from './DistributionHasDefaultRootObject';
import { rule as distributionHasNoTrustedSigners } from './DistributionHasNoTrustedSigners';
import { rule as distributionHasWebAcl } from './DistributionHasWebAcl';
import { rule as distributionRequiresHttps } from './DistributionRequiresHttps';
import { rule as distributionRequiresTls12 } from './DistributionRequiresTls12';
import { rule as functionUrlOriginsUseOac } from './FunctionUrlOriginsUseOac';
import { rule as originHeadersHoldNoSecrets } from './OriginHeadersHoldNoSecrets';
import { rule as originsUseTls12 } from './OriginsUseTls12';
import { rule as responsesHaveSecurityHeaders } from './ResponsesHaveSecurityHeaders';
import { rule as s3OriginsUseNoLegacyOai } from './S3OriginsUseNoLegacyOai';
import { rule as s3OriginsUseOac } from './S3OriginsUseOac';
import { rule as viewerMtlsRequiresCertificate } from './ViewerMtlsRequiresCertificate';
import type { Rule } from '../rule';

export const cloudfrontRules: Rule[] = [
  distributionRequiresHttps,
  distributionRequiresTls12,
  distributionHasWebAcl,
  originsUseTls12,
  s3OriginsUseOac,
  distributionHasAccessLogs,
  responsesHaveSecurityHeaders,
  originHeadersHoldNoSecrets,
  functionUrlOriginsUseOac,
  distributionHasAlarm,
  customOriginsAuthenticateCloudFront,
  distributionHasDefaultRootObject,
  distributionHasNoTrustedSigners,
  viewerMtlsRequiresCertificate,
  s3OriginsUseNoLegacyOai,
];
