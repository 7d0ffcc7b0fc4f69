import { Stack, Token } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { ZeroTrustError } from '../core/errors';

/** A digest, or the tag that the CDK makes of the hash of what it built. */
const PINNED_IMAGE = /[^:]@sha256:[\da-f]{64}$|(?<!sha256):[\da-f]{64}$/;
const LAYER_ARN = /^arn:([^:]+):lambda:[^:]+:([^:]+):layer:[^:]+:[^:]+$/;

/** Whose layer version an ARN names. */
export interface LayerOwner {
  readonly arn: string;
  /** None when only deployment knows it. */
  readonly partition?: string;
  /** None when it is the account of the stack. */
  readonly account?: string;
}

/**
 * Throws `SignedImage` and `SignedInlineCode` for code that Lambda cannot ask a signature of.
 */
export function checkSignable(path: string, { code, packageType }: lambda.CfnFunction): void {
  const { imageUri, zipFile } = code as lambda.CfnFunction.CodeProperty;
  if (imageUri !== undefined || packageType === 'Image') {
    throw new ZeroTrustError(path, 'SignedImage', 'Lambda checks no signatures of container images.',
      'name the image by its digest, sign it in its registry, and leave codeSigningConfig out.');
  }
  if (zipFile !== undefined) {
    throw new ZeroTrustError(path, 'SignedInlineCode', 'inline code is part of the template and cannot be signed.',
      'pass a signed object, Code.fromBucket(bucket, key, version), or leave codeSigningConfig out.');
  }
}

/**
 * Encrypts a deployment package at rest: a property that the code of the L2 does not pass on.
 */
export function encryptPackage(resource: lambda.CfnFunction, keyArn: string): void {
  resource.addPropertyOverride('Code.SourceKMSKeyArn', keyArn);
}

/**
 * Throws `ImageByTag` for an image that may be another one at the next deployment.
 */
export function checkImage(path: string, code: lambda.Code, resource: lambda.CfnFunction): void {
  const { imageUri = '' } = resource.code as lambda.CfnFunction.CodeProperty;
  // what the CDK builds is named by a hash
  if (!(code instanceof lambda.EcrImageCode) || PINNED_IMAGE.test(imageUri)) return;
  throw new ZeroTrustError(path, 'ImageByTag', 'the image is named by a tag, which may be moved to another image after this template was reviewed.',
    "pass FunctionImage.fromRepository(repository, 'sha256:…'), or build the image with Code.fromAssetImage.");
}

/**
 * Throws `UnpinnedLayer` for an ARN that leaves the version, or the account, open.
 */
export function checkPinned(path: string, layers: lambda.ILayerVersion[]): void {
  for (const { layerVersionArn } of layers) {
    if (Token.isUnresolved(layerVersionArn) || /^arn:[^:]+:lambda:[^:*]+:\d{12}:layer:[\w-]+:\d+$/.test(layerVersionArn)) continue;
    throw new ZeroTrustError(path, 'UnpinnedLayer', `'${layerVersionArn}' names no version of a layer.`,
      'use the whole ARN, arn:<partition>:lambda:<region>:<account>:layer:<name>:<version>.');
  }
}

/**
 * Who owns the layers of a function. What is a reference is a layer of this app; our rule ZT-LAMBDA-012 judges parameters.
 */
export function layersOf(fn: lambda.Function): LayerOwner[] {
  const layers: unknown[] = Stack.of(fn).resolve((fn.node.defaultChild as lambda.CfnFunction).layers) ?? [];
  return layers.map(flat).flatMap((arn) => {
    const [, partition, account] = LAYER_ARN.exec(arn) ?? [];
    if (!account) return [];
    return [{ arn, partition: partition.startsWith('<') ? undefined : partition, account: account === '<AWS.AccountId>' ? undefined : account }];
  });
}

function flat(value: any): string {
  if (typeof value === 'string') return value;
  if ('Fn::Join' in value) return value['Fn::Join'][1].map(flat).join('');
  return 'Ref' in value ? `<${value.Ref.replace('::', '.')}>` : '<token>';
}
