import { Duration, Stack } from 'aws-cdk-lib';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { ClassDefaults, constants, isLeftOut } from './class-defaults';
import { Place } from './place';
import { oncePerTree, referencedBy } from './references';
import { accessLogsOf, logAccesses } from '../zone/private-bucket';

/** Parts of uploads that were never finished are seen by nobody, and paid for. */
const UNFINISHED: s3.LifecycleRule = { id: 'UnfinishedUploads', abortIncompleteMultipartUploadAfter: Duration.days(7) };

/** A bucket is private, versioned, under the zone's key, answers to TLS 1.2 only, and logs its accesses. */
export const bucketDefaults: ClassDefaults = {
  classId: s3.Bucket.PROPERTY_INJECTION_ID,

  fill(said: s3.BucketProps, at: Place) {
    const published = said.publicReadAccess || said.websiteIndexDocument !== undefined;
    // log delivery takes no key of ours, and these log to themselves
    const logsToItself = said.serverAccessLogsPrefix !== undefined && said.serverAccessLogsBucket === undefined;
    return {
      ...constants({ versioned: true, enforceSSL: true, lifecycleRules: [UNFINISHED] }),
      ...said.enforceSSL !== false && constants({ minimumTLSVersion: 1.2 }),
      ...!published && constants({ blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL }),
      ...isLeftOut(said, 'encryption', 'encryptionKey') && !logsToItself && {
        encryption: () => s3.BucketEncryption.KMS, encryptionKey: () => at.zone.key(), ...constants({ bucketKeyEnabled: true }),
      },
    };
  },

  finish(bucket: s3.Bucket, said: s3.BucketProps, at: Place) {
    at.zone._join(bucket);
    const resource = bucket.node.defaultChild as s3.CfnBucket;
    if (accessLogTargets(bucket.node.root).has(resource)) {
      if (!isLeftOut(said, 'encryption', 'encryptionKey')) return [];
      resource.bucketEncryption = { serverSideEncryptionConfiguration: [{ serverSideEncryptionByDefault: { sseAlgorithm: 'AES256' } }] };
      return ['BucketEncryption'];
    }
    if (resource.loggingConfiguration !== undefined) return [];
    logAccesses(bucket, accessLogsOf(Stack.of(bucket), at.zone));
    return ['LoggingConfiguration'];
  },
};

const accessLogTargets = oncePerTree((root) => root.node.findAll()
  .filter((construct) => construct instanceof s3.CfnBucket)
  .flatMap((bucket) => referencedBy(bucket, { logging: bucket.loggingConfiguration })));
