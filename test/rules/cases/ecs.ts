import { PARAMETER, resource, RuleCase, set } from '../support/prove';

/** What proves the rules of ECS. */
export const ecsCases: RuleCase[] = [{
  rule: 'ZT-ECS-001',
  on: 'Task',
  secure: { Task: resource('AWS::ECS::TaskDefinition', { ContainerDefinitions: [{ Name: 'app', Image: 'app:1' }, { Name: 'proxy', Image: 'proxy:1', Privileged: false }] }) },
  passesWhen: { 'there are none': set('Task', 'ContainerDefinitions', []) },
  firesWhen: {
    'one is privileged': set('Task', 'ContainerDefinitions.0.Privileged', true),
    'another one is privileged': set('Task', 'ContainerDefinitions.1.Privileged', 'true'),
    'whether one is privileged is a parameter': set('Task', 'ContainerDefinitions.1.Privileged', PARAMETER),
    'what they are is a parameter': set('Task', 'ContainerDefinitions', PARAMETER),
  },
}, {
  rule: 'ZT-ECS-002',
  on: 'Service',
  secure: { Service: resource('AWS::ECS::Service', { NetworkConfiguration: { AwsvpcConfiguration: { AssignPublicIp: 'DISABLED', Subnets: ['subnet-1'] } } }) },
  passesWhen: {
    'nothing is set': set('Service', 'NetworkConfiguration.AwsvpcConfiguration.AssignPublicIp'),
    'it has the network of its hosts': set('Service', 'NetworkConfiguration'),
  },
  firesWhen: {
    'it assigns public addresses': set('Service', 'NetworkConfiguration.AwsvpcConfiguration.AssignPublicIp', 'ENABLED'),
    'whether it does is a parameter': set('Service', 'NetworkConfiguration.AwsvpcConfiguration.AssignPublicIp', PARAMETER),
    'its network is a parameter': set('Service', 'NetworkConfiguration', PARAMETER),
  },
}];
