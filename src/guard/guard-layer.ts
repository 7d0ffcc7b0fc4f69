import { join } from 'path';
import { Stack } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import { Construct } from 'constructs';

/** One file, whose entries have the modes that npm and jsii lose: scripts/runtime-guard-layer.ts makes it. */
export const LAYER_ZIP = join(__dirname, '..', '..', 'assets', 'lambda', 'runtime-guard', 'layer.zip');
const ID = 'RuntimeGuardLayer';
/** The template side knows it too: src/rules/lambda/RuntimeGuardIsWhole.ts. */
const DESCRIPTION = 'RuntimeGuard of cdk-zero-trust, ';

/** The layer of a stack: one for all functions in it, as a version that another stack exports could not be replaced. */
export class GuardLayer extends lambda.LayerVersion {
  public static of(fn: lambda.Function): GuardLayer {
    const stack = Stack.of(fn);
    return stack.node.tryFindChild(ID) as GuardLayer | undefined ?? new GuardLayer(stack, ID, new Asset(stack, `${ID}Code`, { path: LAYER_ZIP }));
  }

  /** By which the asset is named, in the template and in its bucket. */
  public readonly assetHash: string;

  private constructor(scope: Construct, id: string, asset: Asset) {
    super(scope, id, { code: lambda.Code.fromBucketV2(asset.bucket, asset.s3ObjectKey), description: `${DESCRIPTION}${asset.assetHash}` });
    this.assetHash = asset.assetHash;
    asset.addResourceMetadata(this.node.defaultChild as lambda.CfnLayerVersion, 'Content');
  }
}
