import { App } from 'aws-cdk-lib';
import { LeastPrivilege } from './least-privilege-suite';
import { NotesStack } from '../../examples/http-notes/notes-stack';
import { REGION } from '../support/deployed-template';

jest.setTimeout(600_000);

const app = new App();
new NotesStack(app, 'Notes');
const notes = new LeastPrivilege(app, [
  'cloudwatch', 'cognito-idp', 'dynamodb', 'ec2', 'events', 'execute-api', 'iam', 'kms', 'lambda', 'logs', 'rds', 'rds-data', 'rds-db', 's3', 'scheduler',
  'secretsmanager', 'sns', 'sqs', 'ssm', 'states',
  'sts', 'xray',
]);

test('the example declares edges from every handler', () => {
  const callers = new Set(notes.edges.map((edge) => edge.caller));
  expect([...callers]).toEqual(expect.arrayContaining(['add-note', 'list-notes', 'forget-notes', 'migrate'].map((name) => `Notes/${name}`)));
});

notes.isProved();

test('a handler signs in as its own user, and as no other', async () => {
  const { deployed, judge } = notes;
  const cluster = deployed.arnOf(notes.idOf('Notes/Database'));
  const as = (fn: string, user: string) => judge.allows(notes.idOf(`Notes/${fn}`), {
    action: 'rds-db:connect', resource: `${cluster.replace(':rds:', ':rds-db:').replace(':cluster:', ':dbuser:')}-DBClusterResourceId/${user}`,
  });
  expect(await as('add-note', 'notes_writer')).toBe(true);
  expect(await as('add-note', 'notes_reader')).toBe(false);
  expect(await as('list-notes', 'notes_writer')).toBe(false);
  expect(await as('migrate', 'administrator')).toBe(false);
});

test('who serves requests reads no secret of the database, and migrate its key through Secrets Manager only', async () => {
  const { deployed, judge } = notes;
  const [key] = Object.keys(deployed.resources('AWS::KMS::Key')).filter((id) => id.includes('Confidential'));
  const decrypt = (service: string) => ({ action: 'kms:Decrypt', resource: deployed.arnOf(key), context: { 'kms:ViaService': `${service}.${REGION}.amazonaws.com` } });
  expect(await judge.allows(notes.idOf('Notes/migrate'), decrypt('secretsmanager'))).toBe(true);
  expect(await judge.allows(notes.idOf('Notes/migrate'), decrypt('rds'))).toBe(false);
  expect(await judge.allows(notes.idOf('Notes/add-note'), decrypt('secretsmanager'))).toBe(false);
});
