import { Annotations, CfnResource, IAspect } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { SecureFunction } from '../compute/secure-function';

/** Warns of each function below a zone that its guard cannot protect, because it is made by the CDK's own constructs: none is unguarded in silence. */
export class UnguardedFunctions implements IAspect {
  constructor(private readonly guard: IConstruct) {}

  public visit(node: IConstruct): void {
    if (!CfnResource.isCfnResource(node) || node.cfnResourceType !== 'AWS::Lambda::Function' || node.node.scope instanceof SecureFunction) return;
    Annotations.of(node).addWarningV2('cdk-zero-trust:Unguarded',
      `${this.guard.node.path} protects every SecureFunction of the zone, and this function is none: it runs unguarded. Make it a SecureFunction, or acknowledge this.`);
  }
}
