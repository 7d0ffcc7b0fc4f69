import { App } from 'aws-cdk-lib';
import { LeastPrivilege } from './least-privilege-suite';
import { addClaimsStacks } from '../../examples/claims-platform/app';

jest.setTimeout(600_000);

const app = new App();
addClaimsStacks(app);
const claims = new LeastPrivilege(app, [
  'cloudfront', 'cloudtrail', 'cloudwatch', 'cognito-idp', 'dynamodb', 'ec2', 'events', 'execute-api', 'iam', 'kms', 'lambda', 'logs', 's3', 'secretsmanager',
  'sns', 'sqs', 'states', 'sts', 'verifiedpermissions', 'vpc-lattice-svcs', 'wafv2', 'xray',
]);

claims.isProved();

test('one zone reaches into the other by the link alone', () => {
  const across = claims.edges.filter(({ caller, target }) => caller.startsWith('Intake/') && target.startsWith('Assessment/'));
  expect(across.map(({ caller, intent, target }) => `${caller} ${intent} ${target}`)).toEqual(['Intake/ClaimsLink invoke Assessment/serve-claims']);
  expect(claims.edges.filter(({ caller, target }) => caller.startsWith('Assessment/') && target.startsWith('Intake/'))).toEqual([]);
});
