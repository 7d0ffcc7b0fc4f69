import { all, att, PARAMETER, resource, RuleCase, set } from '../support/prove';

const hook = {
  Role: resource('AWS::IAM::Role'),
  Fn: resource('AWS::Lambda::Function'),
  Hook: resource('AWS::CloudFormation::LambdaHook', {
    Alias: 'Company::Deployments::Judged',
    ExecutionRole: att('Role'),
    FailureMode: 'FAIL',
    HookStatus: 'ENABLED',
    LambdaFunction: att('Fn'),
    TargetOperations: ['STACK', 'CHANGE_SET'],
    TargetFilters: { Actions: ['CREATE', 'UPDATE'], InvocationPoints: ['PRE_PROVISION'] },
  }),
};

const filtered = (filters: unknown) => set('Hook', 'TargetFilters', filters);

/** What proves the rules of CLOUDFORMATION. */
export const cloudformationCases: RuleCase[] = [
  {
    rule: 'ZT-CLOUDFORMATION-001',
    on: 'Hook',
    secure: hook,
    firesWhen: {
      'it warns only': set('Hook', 'FailureMode', 'WARN'),
      'it is disabled': set('Hook', 'HookStatus', 'DISABLED'),
      'the mode is left out': set('Hook', 'FailureMode'),
      'the status is left out': set('Hook', 'HookStatus'),
      'the mode is a parameter': set('Hook', 'FailureMode', PARAMETER),
      'the status is a parameter': set('Hook', 'HookStatus', PARAMETER),
    },
  },
  {
    rule: 'ZT-CLOUDFORMATION-002',
    on: 'Hook',
    secure: { ...hook, Hook: resource('AWS::CloudFormation::LambdaHook', { TargetOperations: ['STACK'] }) },
    passesWhen: {
      'it judges change sets too': set('Hook', 'TargetOperations', ['CHANGE_SET', 'STACK']),
      'it leaves out deletions': filtered({ Actions: ['CREATE', 'UPDATE'], InvocationPoints: ['PRE_PROVISION'] }),
      'it judges deletions too': filtered({ Actions: ['CREATE', 'UPDATE', 'DELETE'] }),
      'it judges single resources': all(set('Hook', 'TargetOperations', ['RESOURCE', 'CLOUD_CONTROL']), filtered({ Actions: ['CREATE'] })),
    },
    firesWhen: {
      'it judges change sets only': set('Hook', 'TargetOperations', ['CHANGE_SET']),
      'it judges change sets and resources': set('Hook', 'TargetOperations', ['CHANGE_SET', 'RESOURCE']),
      'it judges nothing': set('Hook', 'TargetOperations', []),
      'it leaves out updates': filtered({ Actions: ['CREATE'] }),
      'it leaves out creations': filtered({ Actions: ['UPDATE'] }),
      'it has no actions': filtered({ Actions: [] }),
      'it has a list of targets': filtered({ Targets: [{ TargetName: 'AWS::S3::Bucket', Action: 'CREATE', InvocationPoint: 'PRE_PROVISION' }] }),
      'its operations are a parameter': set('Hook', 'TargetOperations', PARAMETER),
      'one operation is a parameter': set('Hook', 'TargetOperations', ['RESOURCE', PARAMETER]),
      'its actions are a parameter': filtered({ Actions: PARAMETER }),
      'its filters are a parameter': filtered(PARAMETER),
    },
  },
];
