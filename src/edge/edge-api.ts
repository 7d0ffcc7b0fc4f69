import type * as apigateway from 'aws-cdk-lib/aws-apigateway';
import type { IConstruct } from 'constructs';

/**
 * An API that a distribution can stand in front of: every `SecureApi` is one.
 */
export interface IEdgeApi extends IConstruct {
  /** The id of the API. */
  readonly restApiId: string;
  /** The domain of the API, when it has one. */
  readonly domainName?: apigateway.DomainName;
  /** The stage that requests reach. Not readonly, as jsii asks of what `RestApi` has as mutable. */
  deploymentStage: apigateway.Stage;
}
