import { DELETIONS, Equivalence, EQUIVALENCES, UNSAID } from './equivalents';

/** Reasons that mutants of our own templates need as well. */
const [GONE, NO_STATEMENTS, DEFAULT, NAME, KIND, TIE, REFUSED, ELSEWHERE] = [
  'What is not there', 'A policy without statements', 'CloudFormation or the service takes', 'It is a name', 'It says what the resource is', 'It only ties',
  'CloudFormation or the service refuses', 'Something else in the same template',
].map((start) => EQUIVALENCES.find(({ reason }) => reason.startsWith(start))!.reason);

/** Mutants of the public patterns and of the corpus of SAM that are as secure, beside those of `EQUIVALENCES`. Each place has to be needed. */
export const PUBLIC_EQUIVALENCES: Equivalence[] = [
  { reason: GONE, operators: DELETIONS, places: ['AWS::ApiGatewayV2::Stage', 'AWS::IAM::Role Policies*'] },
  { reason: NO_STATEMENTS, operators: DELETIONS, places: ['AWS::SecretsManager::ResourcePolicy ResourcePolicy'] },
  { reason: DEFAULT, operators: DELETIONS, places: ['AWS::Cognito::UserPool Policies', 'AWS::Events::Rule State'] },
  { reason: NAME, operators: ['another text', 'unknown'], places: ['AWS::Lambda::Function Handler'] },
  { reason: KIND, operators: ['another text', 'delete', 'unknown'], places: ['AWS::WAFv2::WebACL Scope'] },
  { reason: TIE, operators: [...DELETIONS, 'unknown', UNSAID], places: ['AWS::IAM::Policy Role*', 'AWS::Lambda::EventSourceMapping FunctionName'] },
  { reason: REFUSED, operators: ['delete'], places: ['AWS::Lambda::Function Handler'] },
  { reason: ELSEWHERE, operators: [UNSAID], places: ['AWS::SQS::Queue SqsManagedSseEnabled'] }, // a key of KMS
  {
    reason: 'A rule for events of the application may be disabled: only schedules, findings, alarms and recorded API calls have to arrive.',
    operators: ['unknown'],
    places: ['AWS::Events::Rule State'],
  },
  {
    reason: 'It only adds: a boundary, a key, a signature or a narrower policy that no rule asked for takes no protection away.',
    operators: [UNSAID],
    places: [
      'AWS::Cognito::UserPool UserAttributeUpdateSettings', 'AWS::IAM::* PermissionsBoundary', 'AWS::Lambda::EventSourceMapping KmsKeyArn',
      'AWS::Lambda::Function CodeSigningConfigArn', 'AWS::Lambda::Function KmsKeyArn',
    ],
  },
  {
    reason: 'The rule that sees it fails on the original already, for an inline or AWS managed policy: what is unknown beside a failure is not told.',
    operators: ['unknown', UNSAID],
    places: ['AWS::IAM::Role ManagedPolicyArns*'],
  },
];
