import { isObject, own } from '../json';

/** A place in Amazon S3, written as `s3://bucket/key?versionId=version` or as a map. */
export interface S3Location {
  readonly bucket: unknown;
  readonly key: unknown;
  readonly version?: unknown;
}

export function s3Location(json: unknown): S3Location | undefined {
  if (typeof json === 'string') {
    const [, bucket, key, version] = /^s3:\/\/([^/?#]+)\/+([^?#]+)(?:\?versionId=([^&#]*))?$/.exec(json) ?? [];
    return bucket === undefined ? undefined : { bucket, key, version };
  }
  const [bucket, key] = [own(json, 'Bucket'), own(json, 'Key')];
  return isObject(json) && bucket !== undefined && key !== undefined ? { bucket, key, version: own(json, 'Version') } : undefined;
}

/** As functions and layers take it. A path of the disk is packaged to a bucket before it deploys: which one is not known. */
export function codeLocation(json: unknown): { S3Bucket?: unknown; S3Key?: unknown; S3ObjectVersion?: unknown } {
  const { bucket, key, version } = s3Location(json) ?? {};
  return bucket === undefined ? {} : { S3Bucket: bucket, S3Key: key, ...version === undefined ? {} : { S3ObjectVersion: version } };
}

/** As APIs and state machines take it. */
export function definitionLocation(json: unknown): { Bucket?: unknown; Key?: unknown; Version?: unknown } {
  const { bucket, key, version } = s3Location(json) ?? {};
  return bucket === undefined ? {} : { Bucket: bucket, Key: key, ...version === undefined ? {} : { Version: version } };
}
