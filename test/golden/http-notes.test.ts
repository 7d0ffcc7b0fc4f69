import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import { JudgedExample } from './judged-example';
import { notesApp } from '../../examples/http-notes/app';
import { NotesStack } from '../../examples/http-notes/notes-stack';
import { StructuralCause } from '../../src/core/structural-acknowledgement';

jest.setTimeout(300_000);

const example = new JudgedExample({
  app: notesApp,
  addStacks: (app, props) => { new NotesStack(app, 'Notes', props); },
  causes: [StructuralCause.CLUSTER_BACKUP, StructuralCause.DEFAULT_SECURITY_GROUP, StructuralCause.END_OF_CHAIN, StructuralCause.NO_RESOURCE_LEVEL,
    StructuralCause.RESERVED_CONCURRENCY],
  acknowledged: [
    'IAM5[Resource::*]',
    'IAM5[Resource::arn:<AWS::Partition>:logs:<AWS::Region>:<AWS::AccountId>:log-group:RDSOSMetrics:log-stream:*]',
    'LambdaConcurrency',
    'RDSInBackupPlan',
    'SQSRedrivePolicy',
    'VPCDefaultSecurityGroupClosed',
  ],
  kept: ['AWS::Cognito::UserPool', 'AWS::KMS::Key', 'AWS::Logs::LogGroup', 'AWS::RDS::DBCluster', 'AWS::SNS::Topic', 'AWS::SQS::Queue'],
});

describe('http-notes', () => {
  example.holdsItsPromises();

  test('deploys one file for each function, and no source map', () => {
    const assembly = example.app.synth();
    const functions = Object.values<any>(example.templates.Notes.Resources).filter(({ Type }) => Type === 'AWS::Lambda::Function');
    expect(functions).toHaveLength(4);
    for (const { Properties } of functions) {
      const folder = join(assembly.directory, `asset.${Properties.Code.S3Key.replace('.zip', '')}`);
      expect(readdirSync(folder)).toEqual(['index.js']);
      expect(readFileSync(join(folder, 'index.js'), 'utf-8')).not.toContain('sourceMappingURL');
    }
  });

  test('lets each function sign in as its own user, and none as the administrator', () => {
    const users = Object.values<any>(example.templates.Notes.Resources).filter(({ Type }) => Type === 'AWS::IAM::ManagedPolicy')
      .flatMap(({ Properties }) => Properties.PolicyDocument.Statement).filter(({ Action }) => Action === 'rds-db:connect')
      .map(({ Resource }) => Resource['Fn::Join'][1].at(-1));
    expect(users.sort()).toEqual(['/notes_janitor', '/notes_reader', '/notes_writer']);
  });
});
