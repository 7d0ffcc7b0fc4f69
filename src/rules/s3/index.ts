import { rule as accessLogBucketWritableByS3Only } from './AccessLogBucketWritableByS3Only';
import { rule as accessPointBlocksPublicAccess } from './AccessPointBlocksPublicAccess';
import { rule as bucketBlocksPublicAccessAndRequiresTls } from './BucketBlocksPublicAccessAndRequiresTls';
import { rule as bucketCorsNamesOrigins } from './BucketCorsNamesOrigins';
import { rule as bucketDisablesAcls } from './BucketDisablesAcls';
import { rule as bucketDisablesWebsiteHosting } from './BucketDisablesWebsiteHosting';
import { rule as bucketEncryptedWithCmk } from './BucketEncryptedWithCmk';
import { rule as bucketHasAccessLogs } from './BucketHasAccessLogs';
import { rule as bucketHasLifecycleRule } from './BucketHasLifecycleRule';
import { rule as bucketHasVersioning } from './BucketHasVersioning';
import { rule as bucketPolicyNamesDistributions } from './BucketPolicyNamesDistributions';
import { rule as bucketPolicyNamesPrincipals } from './BucketPolicyNamesPrincipals';
import { rule as bucketPolicyNamesServiceSource } from './BucketPolicyNamesServiceSource';
import { rule as bucketRetainedOnDeletion } from './BucketRetainedOnDeletion';
import { rule as evidenceBucketHasObjectLock } from './EvidenceBucketHasObjectLock';
import { rule as trailBucketHasObjectLock } from './TrailBucketHasObjectLock';
import type { Rule } from '../rule';

export const s3Rules: Rule[] = [
  trailBucketHasObjectLock,
  accessLogBucketWritableByS3Only,
  bucketBlocksPublicAccessAndRequiresTls,
  bucketHasAccessLogs,
  bucketPolicyNamesPrincipals,
  bucketPolicyNamesServiceSource,
  bucketHasVersioning,
  bucketEncryptedWithCmk,
  bucketDisablesWebsiteHosting,
  bucketDisablesAcls,
  bucketCorsNamesOrigins,
  bucketRetainedOnDeletion,
  bucketHasLifecycleRule,
  accessPointBlocksPublicAccess,
  evidenceBucketHasObjectLock,
  bucketPolicyNamesDistributions,
];
