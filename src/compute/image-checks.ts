import * as lambda from 'aws-cdk-lib/aws-lambda';
import { FunctionImage } from './function-image';
import type { SecureFunctionProps } from './secure-function-props';
import { ZeroTrustError } from '../core/errors';

const LAYERS = 'Lambda takes no layers for images: copy what the layer holds into the image.';

/**
 * Props that Lambda refuses or passes over for container images. Source: AWS Lambda developer guide, "Create a Lambda function using a container image"
 * and "Understanding Lambda SnapStart"; what AWS_LAMBDA_EXEC_WRAPPER names is run by managed runtimes only.
 */
const NOT_IN_IMAGES: Partial<Record<keyof SecureFunctionProps, string>> = {
  layers: LAYERS,
  insightsVersion: `${LAYERS} Copy the Lambda Insights extension.`,
  paramsAndSecrets: `${LAYERS} Read parameters and secrets by the SDK.`,
  encryptCode: 'an image is encrypted by its repository: leave it out.',
  snapStart: 'images have no SnapStart: leave it out.',
  runtimeManagementMode: 'the image holds its runtime, which is updated by building it anew: leave it out.',
};
const WRAPPER = 'AWS_LAMBDA_EXEC_WRAPPER';

/** Whether a function is a container image. */
export function isImage(code: lambda.Code | undefined, runtime: lambda.Runtime | undefined): boolean {
  return runtime === lambda.Runtime.FROM_IMAGE
    || [FunctionImage, lambda.EcrImageCode, lambda.AssetImageCode].some((Image) => code instanceof Image);
}

/** Throws `NotInImages` for what would do nothing in a container image, or would not deploy. */
export function checkImageProps(path: string, props: SecureFunctionProps): void {
  if (!isImage(props.code, props.runtime)) return;
  for (const [name, fix] of Object.entries(NOT_IN_IMAGES)) {
    const value = props[name as keyof SecureFunctionProps];
    if (value !== undefined && !(Array.isArray(value) && value.length === 0)) throw notInImages(path, name, fix);
  }
  refuseWrapper(path, Object.keys(props.environment ?? {}));
}

/** The same for layers that are added later. */
export function refuseImageLayers(fn: lambda.Function): void {
  if (fn.runtime === lambda.Runtime.FROM_IMAGE) throw notInImages(fn.node.path, 'layers', LAYERS);
}

/** The same for variables that are added later. */
export function refuseImageVariable(fn: lambda.Function, name: string): void {
  if (fn.runtime === lambda.Runtime.FROM_IMAGE) refuseWrapper(fn.node.path, [name]);
}

function refuseWrapper(path: string, names: string[]): void {
  if (names.includes(WRAPPER)) throw notInImages(path, WRAPPER, 'images do not run it: make the wrapper the entry point of the image.');
}

function notInImages(path: string, what: string, fix: string): ZeroTrustError {
  return new ZeroTrustError(path, 'NotInImages', `the function is a container image, and '${what}' would have no effect.`, fix);
}
