import { Aws, Names, Stack } from 'aws-cdk-lib';
import { CfnConfigRule, CfnRemediationConfiguration } from 'aws-cdk-lib/aws-config';
import * as iam from 'aws-cdk-lib/aws-iam';
import { CfnDocument } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import type { Remediation } from './remediation';
import { RemediatedRule, RESOURCE_ID, scriptStep } from './remediation-definition';
import { HOLD_SCRIPT } from './remediation-scripts';
import { callerOf, declareEdge } from '../core/declare-edge';
import { Intent } from '../core/edge';
import { ZeroTrustError } from '../core/errors';
import type { SecureTable } from '../data/secure-table';
import { expressionOf } from '../frameworks/conformance';
import { CustomerManagedRole } from '../zone/customer-managed-role';
import { acknowledgeWildcards } from '../zone/object-wildcards';
import type { TrustZone } from '../zone/trust-zone';

const ANY_RESOURCE = 'AWS Config finds what is noncompliant after deployment: any resource of the type in this account.';

interface RemediatedProps {
  readonly remediation: Remediation;
  readonly zone: TrustZone;
  readonly incidents?: SecureTable;
}

/** A rule of AWS Config with a document that changes what it finds, and the role of the document. */
export class Remediated extends Construct {
  public readonly rule: CfnConfigRule;

  constructor(scope: Construct, { remediation, zone, incidents }: RemediatedProps) {
    const { name, description, rule, readTags, steps, statements, arn, tag } = remediation._definition;
    super(scope, name);
    const limits = remediation._limits(this.node.path);
    const stack = Stack.of(this);
    this.rule = new CfnConfigRule(this, 'Rule', {
      configRuleName: `${Names.uniqueResourceName(this, { maxLength: 100, separator: '-' })}`,
      description: `${description}, where it finds something`,
      ...sourceOf(rule),
      ...tag ? { scope: { tagKey: tag.key, tagValue: tag.value } } : {},
    });
    const automation = new iam.ServicePrincipal('ssm.amazonaws.com').withConditions({
      StringEquals: { 'aws:SourceAccount': stack.account },
      ArnLike: { 'aws:SourceArn': stack.formatArn({ service: 'ssm', resource: 'automation-execution', resourceName: '*' }) },
    });
    const role = new CustomerManagedRole(this, 'Role', { assumedBy: automation, description, permissionsBoundary: zone.permissionsBoundary });
    declareEdge(this, { caller: callerOf(automation), target: role.node.path, intent: Intent.USE, actions: ['sts:AssumeRole'] });
    for (const props of statements(stack)) {
      const statement = new iam.PolicyStatement(props);
      role.addToPrincipalPolicy(statement);
      acknowledgeWildcards(role, statement, statement.resources, ANY_RESOURCE);
    }
    incidents?.grants.actions(role, 'dynamodb:GetItem');

    const document = new CfnDocument(this, 'Document', {
      documentType: 'Automation',
      documentFormat: 'JSON',
      updateMethod: 'NewVersion',
      content: {
        schemaVersion: '0.3',
        description,
        assumeRole: '{{ AutomationAssumeRole }}',
        parameters: {
          AutomationAssumeRole: { type: 'AWS::IAM::Role::Arn', description: 'Changes the resource' },
          ResourceId: { type: 'String', description: 'The resource, as AWS Config calls it', allowedPattern: '^[\\w+=,.@/:#-]{1,512}$' },
        },
        mainSteps: [
          scriptStep('Hold', 'hold', `${readTags}\n${HOLD_SCRIPT}`, {
            ResourceId: RESOURCE_ID, Arn: arn(stack), IncidentsTable: incidents?.tableName ?? '',
          }, false),
          ...steps,
        ],
      },
    });
    const remediated = new CfnRemediationConfiguration(this, 'Remediation', {
      configRuleName: this.rule.ref,
      targetType: 'SSM_DOCUMENT',
      targetId: document.ref,
      automatic: true,
      maximumAutomaticAttempts: limits.maxAttempts,
      retryAttemptSeconds: limits.seconds,
      executionControls: { ssmControls: { concurrentExecutionRatePercentage: limits.concurrentPercent, errorPercentage: limits.errorPercent } },
      parameters: {
        AutomationAssumeRole: { StaticValue: { Values: [role.roleArn] } },
        ResourceId: { ResourceValue: { Value: 'RESOURCE_ID' } },
      },
    });
    // without its permissions the first attempts would fail, and they are counted
    remediated.node.addDependency(role);
  }
}

function sourceOf({ ours, managed }: RemediatedRule): Pick<ConstructorParameters<typeof CfnConfigRule>[2], 'inputParameters' | 'scope' | 'source'> {
  if (managed) return { source: { owner: 'AWS', sourceIdentifier: managed.identifier }, inputParameters: managed.parameters };
  const policyText = expressionOf(ours!.ruleId)?.custom.find(({ type }) => type === ours!.type)?.text;
  if (policyText === undefined) throw new ZeroTrustError(Aws.NO_VALUE, 'NoRule', `${ours!.ruleId} has no text for ${ours!.type}.`, 'report it.');
  return {
    scope: { complianceResourceTypes: [ours!.type] },
    source: {
      owner: 'CUSTOM_POLICY',
      sourceDetails: ['ConfigurationItemChangeNotification', 'OversizedConfigurationItemChangeNotification'].map((messageType) => ({ eventSource: 'aws.config', messageType })),
      customPolicyDetails: { policyRuntime: 'guard-2.x.x', policyText },
    },
  };
}
