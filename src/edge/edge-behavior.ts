import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import { DataClass } from '../core/data-class';

/** What an origin is like for the behaviors that lead to it. */
export interface EdgeBehavior {
  readonly allowedMethods: cloudfront.AllowedMethods;
  readonly viewerProtocolPolicy: cloudfront.ViewerProtocolPolicy;
  readonly cachePolicy: cloudfront.ICachePolicy;
  readonly originRequestPolicy?: cloudfront.IOriginRequestPolicy;
  /** Whether an answer is for one caller, so that no cache may give it to another. */
  readonly isPersonal: boolean;
  readonly defaultRootObject?: string;
  /** The class of what is stored there. */
  readonly dataClass?: DataClass;
}
