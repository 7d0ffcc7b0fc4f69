import { all, PARAMETER, ref, resource, RuleCase, set } from '../support/prove';

const INPUTS = 'Content.inputs';
const content = (inputs: object, sessionType = 'Standard_Stream') => ({ schemaVersion: '1.0', sessionType, inputs });
const logged = { kmsKeyId: ref('Key'), cloudWatchLogGroupName: 'sessions', cloudWatchEncryptionEnabled: true };

/** What proves the rules of Systems Manager. */
export const ssmCases: RuleCase[] = [{
  rule: 'ZT-SSM-001',
  on: 'Document',
  secure: { Document: resource('AWS::SSM::Document', { DocumentType: 'Session', Content: content(logged) }), Key: resource('AWS::KMS::Key', { KeyPolicy: {} }) },
  passesWhen: {
    'logs are in a bucket': set('Document', INPUTS, { kmsKeyId: ref('Key'), s3BucketName: 'sessions', s3EncryptionEnabled: true }),
    'it is a text': set('Document', 'Content', JSON.stringify(content({ ...logged, kmsKeyId: 'arn:aws:kms:eu-west-1:111122223333:key/1' }))),
    'it forwards a port': set('Document', 'Content', content({}, 'Port')),
    'it is a command': all(set('Document', 'DocumentType', 'Command'), set('Document', 'Content', {})),
    'it is a command by default': set('Document', 'DocumentType'),
  },
  firesWhen: {
    'it has no key': set('Document', `${INPUTS}.kmsKeyId`),
    'its key is empty': set('Document', `${INPUTS}.kmsKeyId`, ''),
    'it has no logs': set('Document', `${INPUTS}.cloudWatchLogGroupName`),
    'its log group is empty': set('Document', `${INPUTS}.cloudWatchLogGroupName`, ''),
    'its logs are not encrypted': set('Document', `${INPUTS}.cloudWatchEncryptionEnabled`, false),
    'nothing is said of the encryption of logs': set('Document', `${INPUTS}.cloudWatchEncryptionEnabled`),
    'another log would be encrypted': set('Document', INPUTS, { kmsKeyId: ref('Key'), s3BucketName: 'sessions', cloudWatchEncryptionEnabled: true }),
    'it has no inputs': set('Document', INPUTS),
    'it has no kind': set('Document', 'Content', { schemaVersion: '1.0' }),
    'it is a text without logs': set('Document', 'Content', JSON.stringify(content({}))),
    'it is a text that cannot be read': set('Document', 'Content', 'schemaVersion: "1.0"'),
    'its content is a parameter': set('Document', 'Content', PARAMETER),
    'its type is a parameter': set('Document', 'DocumentType', PARAMETER),
    'its log group is a parameter': set('Document', `${INPUTS}.cloudWatchLogGroupName`, PARAMETER),
  },
}];
