import { ArnFormat, Names, Stack, Token } from 'aws-cdk-lib';
import type * as ecr from 'aws-cdk-lib/aws-ecr';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { checkProps } from '../core/checked-props';
import { ZeroTrustError } from '../core/errors';
import { refuseStrangeSources } from '../core/strangers';

const DIGEST = /^sha256:[\da-f]{64}$/;
/** Source: AWS Lambda developer guide, "Create a Lambda function using a container image", Amazon ECR permissions. */
const PULL = ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'];
/** Source: AWS Lambda API reference, CreateFunction. */
const MAX_NAME = 64;

/**
 * What of an image a function changes.
 */
export interface FunctionImageOptions {
  /**
   * The command.
   *
   * @default - that of the image
   */
  readonly command?: string[];

  /**
   * The entry point.
   *
   * @default - that of the image
   */
  readonly entrypoint?: string[];

  /**
   * The working directory.
   *
   * @default - that of the image
   */
  readonly workingDirectory?: string;
}

/**
 * A container image as the code of a `SecureFunction`, named by its digest: what was reviewed is what runs, whatever becomes of tags.
 *
 * The repository lets Lambda pull for this function alone (`aws:SourceArn`). For that the function gets a name, made of its path, where it has none.
 * The policy of an imported repository is not changed: let Lambda in there.
 *
 * @example
 * declare const repository: SecureRepository;
 *
 * new SecureFunction(this, 'Render', {
 *   code: FunctionImage.fromRepository(repository, 'sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08'),
 * });
 */
export class FunctionImage extends lambda.Code {
  /**
   * An image of a repository in the function's region.
   *
   * Throws `ImageByTag` for a tag, `LiteralNeeded` for a digest that only deployment knows.
   *
   * @param repository the repository
   * @param digest `sha256:` and 64 hexadecimal digits, as `docker push` and `aws ecr describe-images` print it
   * @param options what of the image the function changes
   */
  public static fromRepository(repository: ecr.IRepository, digest: string, options: FunctionImageOptions = {}): FunctionImage {
    checkProps(true, 'FunctionImageOptions', 'FunctionImage', options);
    if (Token.isUnresolved(digest)) {
      throw new ZeroTrustError(repository, 'LiteralNeeded', 'the digest is a token, so that the template names no image.', 'pass a literal, for example from a file that the build writes.');
    }
    if (!DIGEST.test(digest)) {
      throw new ZeroTrustError(repository, 'ImageByTag', `'${digest}' is no digest; a tag may be moved to another image after this template was reviewed.`,
        "pass 'sha256:…', which aws ecr describe-images prints as imageDigest.");
    }
    return new FunctionImage(repository, digest, options);
  }

  public readonly isInline = false;

  private constructor(private readonly repository: ecr.IRepository, private readonly digest: string, private readonly options: FunctionImageOptions) {
    super();
  }

  /** Called as the function is made. */
  public override bind(_scope: Construct): lambda.CodeConfig {
    const { command, entrypoint, workingDirectory } = this.options;
    return { image: { imageUri: this.repository.repositoryUriForDigest(this.digest), cmd: command, entrypoint, workingDirectory } };
  }

  /**
   * Throws for a repository that a function at this place could not use.
   *
   * @internal
   */
  public _check(scope: Construct, path: string): void {
    const { region } = Stack.of(scope);
    const there = this.repository.env.region;
    if (Token.isUnresolved(region) || Token.isUnresolved(there) || region === there) return;
    throw new ZeroTrustError(path, 'ImageElsewhere', `the image is in ${there}, and Lambda takes images of the function's region, ${region}.`,
      'replicate the repository, or put the function into its region.');
  }

  /**
   * Lets Lambda pull for a function.
   *
   * @internal
   */
  public _pulledBy(fn: lambda.Function, functionName = Names.uniqueResourceName(fn, { maxLength: MAX_NAME, separator: '-' })): void {
    refuseStrangeSources(fn, [this.repository.repositoryArn]);
    // a reference would be a cycle: the function names the repository
    (fn.node.defaultChild as lambda.CfnFunction).functionName = functionName;
    const arn = Stack.of(fn).formatArn({
      service: 'lambda', resource: 'function', resourceName: functionName, arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
    this.repository.addToResourcePolicy(new iam.PolicyStatement({
      sid: `Pull${fn.node.addr.slice(-12)}`,
      principals: [new iam.ServicePrincipal('lambda.amazonaws.com')],
      actions: PULL,
      // the function, and its versions, which are optimised from the same image
      conditions: { ArnLike: { 'aws:SourceArn': [arn, `${arn}:*`] }, StringEquals: { 'aws:SourceAccount': Stack.of(fn).account } },
    }));
  }
}
