import { App, AppProps, CfnCondition, CfnResource, Fn, NestedStack, RemovalPolicy, Stack, Stage, Validations } from 'aws-cdk-lib';
import { CfnKey } from 'aws-cdk-lib/aws-kms';
import { CfnUrl } from 'aws-cdk-lib/aws-lambda';
import { CfnLogGroup } from 'aws-cdk-lib/aws-logs';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { AwsCustomResource, AwsCustomResourcePolicy, PhysicalResourceId } from 'aws-cdk-lib/custom-resources';
import { ZeroTrustChecks } from '../../src/policy/zero-trust-checks';
import { COVERAGE, RULES } from '../../src/rules';
import { findingsOf } from '../support/packs';

/** `rule path` of what the pack reports, warnings included. */
function open(build: (app: App) => void, props?: AppProps): string[] {
  return findingsOf(build, [new ZeroTrustChecks()], props).open.map(({ rule, path }) => `${rule} ${path}`).sort();
}

const inStack = (build: (stack: Stack) => void) => (app: App) => build(new Stack(app, 'Stack'));
const rotated = { keyPolicy: {}, enableKeyRotation: true };
const retain = (resource: CfnResource) => {
  resource.addOverride('DeletionPolicy', 'Retain');
  resource.addOverride('UpdateReplacePolicy', 'Retain');
};
const retained = (key: CfnKey) => {
  retain(key);
  return key;
};
/** For log groups of this account alone. */
const LOGS_USE_KEY = {
  Statement: [{
    Effect: 'Allow',
    Action: ['kms:Encrypt*', 'kms:Decrypt*', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:Describe*'],
    Principal: { Service: 'logs.eu-west-1.amazonaws.com' },
    Resource: '*',
    Condition: { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': 'arn:aws:logs:eu-west-1:111122223333:log-group:*' } },
  }],
};
const secureKey = (stack: Stack, id = 'Key') => retained(new CfnKey(stack, id, rotated));

describe('the pack', () => {
  test('has a name, and all ids of its rules', () => {
    const pack = new ZeroTrustChecks();
    expect(pack.name).toBe('ZeroTrust');
    expect(pack.ruleIds).toEqual([...RULES, ...COVERAGE].map(({ id }) => id));
  });

  test('finds nothing on what is secure, and names rule and construct where it is not', () => {
    expect(open(inStack((stack) => void secureKey(stack)))).toEqual([]);
    expect(open(inStack((stack) => void new CfnKey(stack, 'Key', { keyPolicy: {} })))).toEqual(['ZT-KMS-001 Stack/Key', 'ZT-KMS-002 Stack/Key']);
  });

  test('sees what an override changed', () => {
    expect(open(inStack((stack) => secureKey(stack).addPropertyOverride('EnableKeyRotation', false)))).toEqual(['ZT-KMS-001 Stack/Key']);
    expect(open(inStack((stack) => secureKey(stack).addPropertyDeletionOverride('EnableKeyRotation')))).toEqual(['ZT-KMS-001 Stack/Key']);
  });

  test('sees generic resources', () => {
    expect(open(inStack((stack) => void new CfnResource(stack, 'Url', { type: 'AWS::Lambda::Url', properties: { AuthType: 'NONE' } })))).toEqual(['ZT-LAMBDA-008 Stack/Url']);
  });

  test('judges the functions that the CDK makes for itself, as generic resources or L2s, and their roles', () => {
    const found = open(inStack((stack) => {
      new Bucket(stack, 'Bucket', { autoDeleteObjects: true, removalPolicy: RemovalPolicy.DESTROY });
      new AwsCustomResource(stack, 'Call', {
        onUpdate: { service: 'sts', action: 'GetCallerIdentity', physicalResourceId: PhysicalResourceId.of('call') },
        policy: AwsCustomResourcePolicy.fromSdkCalls({ resources: AwsCustomResourcePolicy.ANY_RESOURCE }),
      });
    }));
    const handler = 'Stack/Custom::S3AutoDeleteObjectsCustomResourceProvider';
    expect(found).toEqual(expect.arrayContaining([
      `ZT-LAMBDA-006 ${handler}/Handler`, `ZT-LAMBDA-003 ${handler}/Handler`, `ZT-IAM-003 ${handler}/Role`,
      expect.stringMatching(/^ZT-LAMBDA-003 Stack\/AWS[0-9a-f]+\/Resource$/), expect.stringMatching(/^ZT-IAM-003 Stack\/AWS[0-9a-f]+\/ServiceRole\/Resource$/),
    ]));
  });

  test('sees both branches of a condition', () => {
    expect(open(inStack((stack) => {
      new CfnCondition(stack, 'Prod', { expression: Fn.conditionEquals(Fn.ref('AWS::Region'), 'eu-west-1') });
      secureKey(stack).addPropertyOverride('EnableKeyRotation', { 'Fn::If': ['Prod', true, false] });
    }))).toEqual(['ZT-KMS-001 Stack/Key']);
  });

  test('sees nested stacks, nested deeper too, and references into them', () => {
    const found = open(inStack((stack) => {
      const key = secureKey(stack);
      const nested = new NestedStack(stack, 'Nested');
      new CfnUrl(new NestedStack(nested, 'Deeper'), 'Url', { authType: 'NONE', targetFunctionArn: 'fn' });
      retain(new CfnLogGroup(nested, 'Logs', { kmsKeyId: key.attrArn, retentionInDays: 365, deletionProtectionEnabled: true }));
    }));
    expect(found).toEqual(['ZT-LAMBDA-008 Stack/Nested/Deeper/Url', 'ZT-LOGS-003 Stack/Nested/Logs']);
  });

  test('follows references between stacks', () => {
    expect(open((app) => {
      const key = secureKey(new Stack(app, 'Keys'));
      key.keyPolicy = LOGS_USE_KEY;
      retain(new CfnLogGroup(new Stack(app, 'Logs'), 'Logs', { kmsKeyId: key.attrArn, retentionInDays: 365, deletionProtectionEnabled: true }));
    })).toEqual([]);
  });

  test('names constructs without path metadata too', () => {
    const withoutPaths = { context: { 'aws:cdk:disable-path-metadata': true } };
    expect(open(inStack((stack) => void new CfnUrl(stack, 'Url', { authType: 'NONE', targetFunctionArn: 'fn' })), withoutPaths)).toEqual(['ZT-LAMBDA-008 Stack/Url']);
  });

  test('sees stages', () => {
    expect(open((app) => void new CfnUrl(new Stack(new Stage(app, 'Prod'), 'Stack'), 'Url', { authType: 'NONE', targetFunctionArn: 'fn' }))).toEqual(['ZT-LAMBDA-008 Prod/Stack/Url']);
  });

  test('on a stage, sees that stage only', () => {
    const url = (stage: Stage) => new CfnUrl(new Stack(stage, 'Stack'), 'Url', { authType: 'NONE', targetFunctionArn: 'fn' });
    const { open: found } = findingsOf((app) => {
      const enforced = new Stage(app, 'Enforced');
      url(enforced);
      url(new Stage(app, 'Other'));
      Validations.of(enforced).addPlugins(new ZeroTrustChecks());
    }, []);
    expect(found.map(({ path }) => path)).toEqual(['Enforced/Stack/Url']);
  });
});

describe('synthesis', () => {
  const synth = (build: (stack: Stack) => void) => {
    const app = new App();
    build(new Stack(app, 'Stack'));
    Validations.of(app).addPlugins(new ZeroTrustChecks());
    return () => app.synth();
  };

  test('fails on a finding that is high or critical, and says what is wrong, why, and what to do', () => {
    const build = synth((stack) => void new CfnUrl(stack, 'Url', { authType: 'NONE', targetFunctionArn: 'fn' }));
    let message = '';
    try {
      build();
    } catch (error) {
      message = String(error);
    }
    const { rationale, remediation } = RULES.find(({ id }) => id === 'ZT-LAMBDA-008')!;
    for (const part of ['ERROR ZT-LAMBDA-008: it requires no authentication (seen: "NONE")', rationale, `Suggested fix: ${remediation}`, 'Stack/Url', 'Acknowledge with \'ZeroTrust::ZT-LAMBDA-008\'']) {
      expect(message).toContain(part);
    }
  });

  test('goes on when there are only warnings, and shows them', () => {
    const shown = jest.spyOn(console, 'error').mockImplementation();
    const exitCode = process.exitCode;
    expect(synth((stack) => void new CfnKey(stack, 'Key', rotated))).not.toThrow();
    expect(shown.mock.calls.join()).toContain('WARNING ZT-KMS-002');
    expect(process.exitCode).toBe(exitCode);
    shown.mockRestore();
  });

  test('fails on what is not known before deployment', () => {
    expect(synth((stack) => void new CfnUrl(stack, 'Url', { authType: Fn.ref('Parameter'), targetFunctionArn: 'fn' }))).toThrow(/ZT-LAMBDA-008: .*not known before deployment/);
  });
});
