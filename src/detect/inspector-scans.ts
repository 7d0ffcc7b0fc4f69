import { CustomResource, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { AccountServiceFunction } from './account-service-function';
import { InspectorScan } from './inspector-scan';
import { acknowledgeStructural, StructuralCause } from '../core/structural-acknowledgement';
import type { TrustZone } from '../zone/trust-zone';

const SERVICE = 'inspector2.amazonaws.com';

/**
 * Enables scan types, one custom resource each, so that CloudFormation itself adds and removes what changed. Code scanning needs scanning of packages: it is
 * enabled after it and disabled before.
 */
export function enableInspector(scope: Construct, zone: TrustZone, scan: InspectorScan): void {
  // none of the three takes a resource
  const statement = new iam.PolicyStatement({ actions: ['inspector2:BatchGetAccountStatus', 'inspector2:Disable', 'inspector2:Enable'], resources: ['*'] });
  const provider = new AccountServiceFunction(scope, 'Inspector', {
    zone, handler: 'inspectorScan', description: 'Enables scans of Amazon Inspector, and disables what it enabled', statement,
  });
  // Inspector makes its role on behalf of who enables it first
  provider.role.addRuntimeStatement(new iam.PolicyStatement({
    actions: ['iam:CreateServiceLinkedRole'],
    resources: [Stack.of(scope).formatArn({
      service: 'iam', region: '', resource: 'role', resourceName: `aws-service-role/${SERVICE}/AWSServiceRoleForAmazonInspector2`,
    })],
    conditions: { StringEquals: { 'iam:AWSServiceName': SERVICE } },
  }));
  acknowledgeStructural(provider.role._policyWith(statement)!.node.defaultChild!, {
    cause: StructuralCause.NO_RESOURCE_LEVEL,
    findings: ['AwsSolutions::AwsSolutions-IAM5[Resource::*]'],
    provedBy: 'ZT-IAM-001',
    reason: 'Inspector is enabled for an account: its actions take no resource.',
  });
  let before: CustomResource | undefined;
  for (const type of scan === InspectorScan.PACKAGES ? [scan] : [InspectorScan.PACKAGES, scan]) {
    const resource = provider.manage(scope, `InspectorScan-${type}`, 'Custom::InspectorScan', { ScanType: type });
    resource.applyRemovalPolicy(zone._removalPolicy);
    if (before) resource.node.addDependency(before);
    before = resource;
  }
}
