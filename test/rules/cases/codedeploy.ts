import { all, PARAMETER, ref, resource, RuleCase, set } from '../support/prove';

const secure = {
  Errors: resource('AWS::CloudWatch::Alarm'),
  Group: resource('AWS::CodeDeploy::DeploymentGroup', {
    AlarmConfiguration: { Enabled: true, Alarms: [{ Name: ref('Errors') }] },
    AutoRollbackConfiguration: { Enabled: true, Events: ['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_ALARM'] },
  }),
};

/** What proves the rules of CODEDEPLOY. */
export const codedeployCases: RuleCase[] = [
  {
    rule: 'ZT-CODEDEPLOY-001',
    on: 'Group',
    secure,
    passesWhen: {
      'it goes back on request as well': set('Group', 'AutoRollbackConfiguration.Events', ['DEPLOYMENT_STOP_ON_REQUEST', 'DEPLOYMENT_STOP_ON_ALARM', 'DEPLOYMENT_FAILURE']),
      'it says that alarms have to be read': set('Group', 'AlarmConfiguration.IgnorePollAlarmFailure', false),
      'flags are text': all(set('Group', 'AlarmConfiguration.Enabled', 'true'), set('Group', 'AutoRollbackConfiguration.Enabled', 'true')),
    },
    firesWhen: {
      'it does not roll back automatically': set('Group', 'AutoRollbackConfiguration.Enabled', false),
      'nothing is said of going back': set('Group', 'AutoRollbackConfiguration'),
      'it does not roll back when a deployment fails': set('Group', 'AutoRollbackConfiguration.Events', ['DEPLOYMENT_STOP_ON_ALARM']),
      'it does not roll back on an alarm': set('Group', 'AutoRollbackConfiguration.Events', ['DEPLOYMENT_FAILURE']),
      'its events are a parameter': set('Group', 'AutoRollbackConfiguration.Events', PARAMETER),
      'its alarms are not enabled': set('Group', 'AlarmConfiguration.Enabled', false),
      'it has no alarms': set('Group', 'AlarmConfiguration.Alarms', []),
      'nothing is said of alarms': set('Group', 'AlarmConfiguration'),
      'it continues when alarms cannot be read': set('Group', 'AlarmConfiguration.IgnorePollAlarmFailure', true),
      'whether its alarms are enabled is a parameter': set('Group', 'AlarmConfiguration.Enabled', PARAMETER),
    },
  },
];
