import { add, all, att, PARAMETER, ref, remove, resource, RuleCase, set } from '../support/prove';

const watched = () => ({
  Topic: resource('AWS::SNS::Topic'),
  Monitor: resource('AWS::CE::AnomalyMonitor', { MonitorName: 'services', MonitorType: 'DIMENSIONAL', MonitorDimension: 'SERVICE' }),
  Subscription: resource('AWS::CE::AnomalySubscription', {
    MonitorArnList: [att('Monitor', 'MonitorArn')], Frequency: 'IMMEDIATE', Subscribers: [{ Type: 'SNS', Address: ref('Topic') }],
  }),
});

/** What proves the rules of CE. */
export const ceCases: RuleCase[] = [
  {
    rule: 'ZT-CE-001',
    on: 'Subscription',
    secure: watched(),
    passesWhen: {
      'the monitor is of another app': set('Subscription', 'MonitorArnList.0', 'arn:aws:ce::111122223333:anomalymonitor/1'),
      'the subscriber has confirmed': set('Subscription', 'Subscribers.0.Status', 'CONFIRMED'),
      'the subscriber is an email address': set('Subscription', 'Subscribers.0', { Type: 'EMAIL', Address: 'ops@example.com' }),
    },
    firesWhen: {
      'it has no subscriber': set('Subscription', 'Subscribers', []),
      'the list of subscribers is gone': set('Subscription', 'Subscribers'),
      'its subscribers are a parameter': set('Subscription', 'Subscribers', PARAMETER),
      'the subscriber has no address': set('Subscription', 'Subscribers.0.Address'),
      'the address is a parameter': set('Subscription', 'Subscribers.0.Address', PARAMETER),
      'the subscriber has declined': set('Subscription', 'Subscribers.0.Status', 'DECLINED'),
      'whether the subscriber confirmed is a parameter': set('Subscription', 'Subscribers.0.Status', PARAMETER),
      'a second subscriber has declined': set('Subscription', 'Subscribers.1', { Type: 'EMAIL', Address: 'ops@example.com', Status: 'DECLINED' }),
      'it has no monitor': set('Subscription', 'MonitorArnList', []),
      'the list of monitors is gone': set('Subscription', 'MonitorArnList'),
      'the monitor is a parameter': set('Subscription', 'MonitorArnList.0', PARAMETER),
    },
  },
  {
    rule: 'ZT-CE-002',
    on: 'Monitor',
    secure: watched(),
    passesWhen: { 'the subscription names it by Ref': set('Subscription', 'MonitorArnList.0', ref('Monitor')) },
    firesWhen: {
      'there is no subscription': remove('Subscription'),
      'the subscription has another monitor': set('Subscription', 'MonitorArnList', ['arn:aws:ce::111122223333:anomalymonitor/1']),
      'the monitor of the subscription is a parameter': set('Subscription', 'MonitorArnList', [PARAMETER]),
      'the monitors of the subscription are a parameter': set('Subscription', 'MonitorArnList', PARAMETER),
      'the subscription only names it': all(set('Subscription', 'MonitorArnList', ['arn:aws:ce::111122223333:anomalymonitor/1']), set('Subscription', 'SubscriptionName', ref('Monitor'))),
      'the subscription is of another monitor of the app': all(add('Other', 'AWS::CE::AnomalyMonitor', {}), set('Subscription', 'MonitorArnList.0', att('Other', 'MonitorArn'))),
    },
  },
];
