import { createRequire } from 'module';
import { IConstruct } from 'constructs';
import { ZeroTrustError } from '../core/errors';

type CdkNag = typeof import('cdk-nag');

/** cdk-nag is an optional peer, and loading it takes as long as loading the CDK: read where packs are used, and not before. */
const load = createRequire(__filename);

/**
 * cdk-nag, from what the app installed. Throws `PacksNotInstalled` when it has not.
 *
 * @internal
 */
export function cdkNag(scope: IConstruct): CdkNag {
  try {
    return load('cdk-nag') as CdkNag;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'MODULE_NOT_FOUND' || !(error as Error).message.includes('\'cdk-nag\'')) throw error;
    throw new ZeroTrustError(scope, 'PacksNotInstalled', 'the packs of cdk-nag, which are applied unless others are named, are not installed.',
      'npm install cdk-nag@^3.0.2, or set packs to an empty list to apply the rules of this library alone.');
  }
}
