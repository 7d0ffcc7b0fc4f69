import { App, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { ACCOUNT, CONNECTION, OTHER_ACCOUNT, READER, twoStages } from './pipelines';
import { DeployedTemplates } from '../support/deployed-template';
import { allRequests, IamJudge, Request } from '../support/iam-judge';

jest.setTimeout(300_000);

/** What a role is for, and all that it may do without a condition that this judge does not fulfil, such as that of a key. */
interface Expected {
  readonly may: [actions: string[], on: RegExp][];
  /** Roles that it takes on. */
  readonly assumes?: RegExp[];
}

const SERVICES = [
  'cloudformation', 'cloudwatch', 'codebuild', 'codeconnections', 'codepipeline', 'codestar-connections', 'events', 'iam', 'kms', 'lambda', 'logs', 's3', 'signer', 'sns', 'sqs',
  'states', 'sts', 'xray',
];
const BUCKET: Expected['may'][number] = [['s3:GetBucketAcl', 's3:GetBucketLocation', 's3:GetBucketVersioning'], /^arn:aws:s3:::[\w-]*pipelineartifacts\w+$/];
const READ = ['s3:GetObject', 's3:GetObjectVersion'];
const BUILD = ['codebuild:BatchGetBuilds', 'codebuild:StartBuild', 'codebuild:StopBuild'];
const object = (name: string) => new RegExp(`^arn:aws:s3:::[\\w-]+pipelineartifacts\\w+/[\\w-]+/${name}/key$`);
const app = new App();
twoStages(app);
const deployed = DeployedTemplates.ofAssembly(app.synth());
const attestationKey = (of: DeployedTemplates) => of.arnOf(Object.keys(of.resources('AWS::KMS::Key')).find((id) => /PipelineAttestationKey\w+$/.test(id))!);
const ATTESTATION_KEY = new RegExp(`^${attestationKey(deployed)}$`);
const logs = (name: string): Expected['may'][number] => [['logs:CreateLogStream', 'logs:PutLogEvents'], new RegExp(`Pipeline${name}Logs\\w+:log-stream:`)];
const MACHINE: Expected['may'] = [
  [['logs:CreateLogDelivery', 'logs:DeleteLogDelivery', 'logs:DescribeLogGroups', 'logs:DescribeResourcePolicies', 'logs:GetLogDelivery', 'logs:ListLogDeliveries', 'logs:PutResourcePolicy',
    'logs:UpdateLogDelivery'], /^\*$/],
  [['xray:GetSamplingRules', 'xray:GetSamplingTargets', 'xray:PutTelemetryRecords', 'xray:PutTraceSegments'], /^\*$/],
];
const deployRole = (account: string) => new RegExp(`:iam::${account}:role/cdk-hnb659fds-deploy-role-${account}-eu-west-1$`);

/**
 * From what each service asks for in its own guide, and not from the code that grants it: CodePipeline, "Minimum permissions of the service role" and the
 * action structure reference; CodeBuild, "Service role"; Step Functions, "Logging in CloudWatch Logs".
 */
const ROLES: Record<string, Expected> = {
  PipelineRole: { may: [BUCKET], assumes: [/role\/Delivery-Pipeline/, deployRole(ACCOUNT), deployRole(OTHER_ACCOUNT)] },
  PipelineSourceRole: {
    may: [[['codeconnections:UseConnection'], /:connection\//], BUCKET, [[...READ, 's3:PutObject', 's3:PutObjectAcl'], object('Source')]],
  },
  PipelineSynthRole: { may: [BUCKET, [READ, object('Source')], [['s3:PutObject'], object('Synth')], logs('Synth')] },
  PipelineGateRole: {
    may: [
      BUCKET, [READ, object('(Source|Synth)')], [['s3:PutObject'], object('Evidence')], logs('Gate'),
      [['cloudformation:GetTemplate'], /:stack\/(Delivery|Production-(Api|Store))\/key$/],
    ],
    assumes: [new RegExp(`^${READER}$`)],
  },
  PipelinePublishRole: {
    may: [BUCKET, [READ, object('(Source|Synth|Evidence)')], [['s3:PutObject'], object('Judged')], logs('Publish')],
    assumes: [ACCOUNT, OTHER_ACCOUNT].map((account) => new RegExp(`:role/cdk-hnb659fds-file-publishing-role-${account}-eu-west-1$`)),
  },
  PipelineAttestRole: {
    may: [
      BUCKET, [READ, object('(Source|Evidence|Judged)')], [['s3:PutObject'], object('Attested')], logs('Attest'), [['kms:GetPublicKey', 'kms:Sign'], ATTESTATION_KEY],
    ],
  },
  PipelineVerifyRole: { may: [BUCKET, [READ, object('(Source|Judged|Attested)')], logs('Verify'), [['kms:GetPublicKey'], ATTESTATION_KEY]] },
  PipelineAttestActionRole: { may: [[BUILD, /:project\/[\w-]+-Attest$/]] },
  ...Object.fromEntries(['Pipeline', 'Staging', 'Production'].map((stage) => [`PipelineVerify${stage}Role`, { may: [[BUILD, /:project\/[\w-]+-Verify$/]] } as Expected])),
  PipelineSynthActionRole: { may: [[BUILD, /:project\/[\w-]+-Synth$/]] },
  PipelineGateActionRole: { may: [[BUILD, /:project\/[\w-]+-Gate$/]] },
  PipelinePublishActionRole: { may: [[BUILD, /:project\/[\w-]+-Publish$/]] },
  PipelineApprovePipelineRole: { may: [[['sns:Publish'], /Alarms\w+$/]] },
  PipelineApproveProductionRole: { may: [[['sns:Publish'], /Alarms\w+$/]] },
  PipelineProductionCondition1Role: { may: [[['cloudwatch:DescribeAlarms'], /:alarm:orders-errors$/]] },
  PipelineProductionCondition2Role: { may: [[['lambda:InvokeFunction'], /:function:check-freeze$/]] },
  PipelineProductionBake1Role: { may: [[['cloudwatch:DescribeAlarms'], /:alarm:orders-errors$/]] },
  PipelineProductionBake2Role: { may: [[['cloudwatch:DescribeAlarms'], /:alarm:orders-latency$/]] },
  PipelineProductionProtectRole: {
    may: [[['states:DescribeStateMachine', 'states:StartExecution'], /:stateMachine:[\w-]*Protection/], [['states:DescribeExecution'], /:execution:[\w-]*Protection[\w-]*:key$/]],
  },
  PipelineProtectionOwnRole: { may: [...MACHINE, [['cloudformation:UpdateTerminationProtection'], /:stack\/Production-(Api|Store)\/key$/]] },
  PipelineDriftMachineOwnRole: {
    may: [...MACHINE, [['sns:Publish'], /Alarms\w+$/]],
    assumes: [ACCOUNT, OTHER_ACCOUNT].map((account) => new RegExp(`:role/cdk-hnb659fds-lookup-role-${account}-eu-west-1$`)),
  },
  PipelineDriftMachineEventsRole: { may: [[['states:StartExecution'], /:stateMachine:[\w-]*Drift/]] },
};

const judge = new IamJudge(deployed);
const roles = Object.keys(deployed.resources('AWS::IAM::Role'));
const expectedOf = (role: string) => ROLES[role.replace(/^Delivery\./, '').replace(/[0-9A-F]{8}$/, '')];

/** Everything there is, what wildcards of policies stand for, and resources of others. */
function resources(): string[] {
  const own = Object.values(deployed.arns());
  const named = Object.values(deployed.resources('AWS::IAM::ManagedPolicy')).flatMap(({ PolicyDocument }) => PolicyDocument.Statement.flatMap(({ Resource }: any) => Resource))
    .filter((arn: string) => arn !== '*').map((arn: string) => arn.replaceAll('*', 'key'));
  const prefix = deployed.resources('AWS::CodePipeline::Pipeline')[Object.keys(deployed.resources('AWS::CodePipeline::Pipeline'))[0]].Name;
  return [...new Set([
    ...own, ...named,
    ...own.filter((arn) => arn.includes(':s3:')).flatMap((arn) => ['Source', 'Synth', 'Evidence', 'Judged', 'Attested'].map((name) => `${arn}/${prefix}/${name}/key`)),
    ...own.filter((arn) => arn.includes(':logs:')).flatMap((arn) => [`${arn}:log-stream:`, `${arn}:log-stream:s`]),
    ...['Source/Source', 'Approve-Production/Approve', 'Production'].map((path) => `arn:aws:codepipeline:eu-west-1:${ACCOUNT}:${prefix}/${path}`),
    `arn:aws:cloudformation:eu-west-1:${ACCOUNT}:stack/Other/key`, `arn:aws:iam::${ACCOUNT}:role/cdk-hnb659fds-cfn-exec-role-${ACCOUNT}-eu-west-1`, `arn:aws:iam::${ACCOUNT}:role/Administrator`,
    'arn:aws:s3:::other', 'arn:aws:s3:::other/key', `arn:aws:s3:::cdk-hnb659fds-assets-${ACCOUNT}-eu-west-1/key`, `arn:aws:lambda:eu-west-1:${ACCOUNT}:function:other`,
    CONNECTION.replace(/0000$/, '0001'),
  ])];
}

let every: Promise<Request[]>;
const requests = () => every ??= allRequests(SERVICES, resources());

test('the judge is asked about every service, with every role expected', async () => {
  expect((await requests()).length).toBeGreaterThan(2_500);
  expect(roles.filter((role) => expectedOf(role) === undefined)).toEqual([]);
  expect(roles).toHaveLength(Object.keys(ROLES).length);
});

test.each(roles)('%s may do what its service asks for, and nothing else', async (role) => {
  const { may } = expectedOf(role);
  const allowed = (await judge.allowedOfRole(role, await requests())).filter(({ action }) => !/^sts:(GetCallerIdentity|AssumeRole)$/.test(action));
  const isMeant = ({ action, resource }: Request) => may.some(([actions, on]) => actions.includes(action) && on.test(resource));
  expect(allowed.filter((one) => !isMeant(one)).map(({ action, resource }) => `${action} ${resource}`)).toEqual([]);
  const missing = may.flatMap(([actions, on]) => actions.filter((action) => !allowed.some((one) => one.action === action && on.test(one.resource))));
  expect(missing).toEqual([]);
});

test.each(roles)('%s takes on the roles that it is for, and no other', (role) => {
  const arn = deployed.arnOf(role);
  const statements = Object.values(deployed.resources('AWS::IAM::ManagedPolicy')).filter(({ Roles }) => Roles?.some((name: string) => arn.endsWith(`/${name}`)))
    .flatMap(({ PolicyDocument }) => PolicyDocument.Statement).filter(({ Action }) => [Action].flat().includes('sts:AssumeRole'));
  const taken = statements.flatMap(({ Resource }) => Resource);
  const { assumes = [] } = expectedOf(role);
  expect(taken.filter((one: string) => !assumes.some((pattern) => pattern.test(one)))).toEqual([]);
  expect(assumes.filter((pattern) => !taken.some((one: string) => pattern.test(one))).map(String)).toEqual([]);
});

test('a role to which the account gives every action of KMS signs no attestation, and may check one', async () => {
  const other = new App();
  twoStages(other);
  const delivery = other.node.findChild('Delivery') as Stack;
  const administrator = new iam.Role(delivery, 'Administrator', { assumedBy: new iam.AccountRootPrincipal() });
  new iam.ManagedPolicy(delivery, 'Keys', { roles: [administrator], statements: [new iam.PolicyStatement({ actions: ['kms:*'], resources: ['*'] })] });
  const templates = DeployedTemplates.ofAssembly(other.synth());
  const resource = attestationKey(templates);
  const asked = ['kms:Sign', 'kms:CreateGrant', 'kms:GetPublicKey', 'kms:Verify'].map((action) => ({ action, resource }));
  const role = (pattern: RegExp) => Object.keys(templates.resources('AWS::IAM::Role')).find((id) => pattern.test(id))!;
  const allowed = async (pattern: RegExp) => (await new IamJudge(templates).allowedOfRole(role(pattern), asked)).map(({ action }) => action);
  expect(await allowed(/Administrator/)).toEqual(['kms:GetPublicKey', 'kms:Verify']);
  expect(await allowed(/PipelineAttestRole/)).toEqual(['kms:Sign', 'kms:GetPublicKey']);
});

test('who builds cannot deploy, who deploys passes no other role, and no role of the pipeline changes or approves it', async () => {
  const asked = (await requests()).filter(({ action }) => /^(iam:|codepipeline:|cloudformation:(Create|Execute|Update|Delete))/.test(action));
  expect(asked.length).toBeGreaterThan(200);
  const allowed = await Promise.all(roles.map(async (role) => (await judge.allowedOfRole(role, asked)).map(({ action }) => action)));
  expect([...new Set(allowed.flat())]).toEqual(['cloudformation:UpdateTerminationProtection']);
  const trusted = Object.values(deployed.resources('AWS::IAM::Role')).flatMap(({ AssumeRolePolicyDocument }) => AssumeRolePolicyDocument.Statement).map(({ Principal }) => Principal);
  const pipeline = deployed.arnOf(roles.find((role) => /PipelineRole[0-9A-F]{8}$/.test(role))!);
  expect(trusted.filter(({ AWS }) => AWS !== undefined && AWS !== pipeline)).toEqual([]);
});
