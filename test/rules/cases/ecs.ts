import { PARAMETER, resource, RuleCase, set } from '../support/prove';

const TASKS = { EcsProperties: { TaskProperties: [{ Containers: [{ Image: 'app:1', Privileged: false }] }] } };
const POD = (name: string) => ({ EksProperties: { PodProperties: { [name]: [{ Image: 'app:1', SecurityContext: { Privileged: false } }] } } });
const NODES = (range: object) => ({ NodeProperties: { NodeRangeProperties: [{ TargetNodes: '0:', ...range }] } });
/** Jobs of each kind, by the place that says whether they are privileged. */
const JOBS: Record<string, object> = {
  'ContainerProperties.Privileged': { ContainerProperties: { Image: 'app:1', Privileged: false } },
  'EcsProperties.TaskProperties.0.Containers.0.Privileged': TASKS,
  'EksProperties.PodProperties.Containers.0.SecurityContext.Privileged': POD('Containers'),
  'EksProperties.PodProperties.InitContainers.0.SecurityContext.Privileged': POD('InitContainers'),
  'NodeProperties.NodeRangeProperties.0.Container.Privileged': NODES({ Container: { Image: 'app:1', Privileged: false } }),
  'NodeProperties.NodeRangeProperties.0.EcsProperties.TaskProperties.0.Containers.0.Privileged': NODES(TASKS),
  'NodeProperties.NodeRangeProperties.0.EksProperties.PodProperties.Containers.0.SecurityContext.Privileged': NODES(POD('Containers')),
  'NodeProperties.NodeRangeProperties.0.EksProperties.PodProperties.InitContainers.0.SecurityContext.Privileged': NODES(POD('InitContainers')),
};

/** What proves the rules of ECS. */
export const ecsCases: RuleCase[] = [
  ...Object.entries(JOBS).map(([privileged, properties]): RuleCase => ({
    rule: 'ZT-ECS-001',
    on: 'Job',
    secure: { Job: resource('AWS::Batch::JobDefinition', { Type: 'container', ...properties }) },
    passesWhen: { 'nothing is set': set('Job', privileged), 'it has none of these': set('Job', Object.keys(properties)[0]) },
    firesWhen: {
      'it is privileged': set('Job', privileged, true), 'it is a parameter': set('Job', privileged, PARAMETER), 'all of it is a parameter': set('Job', Object.keys(properties)[0], PARAMETER),
    },
  })),
  {
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
  },
];
