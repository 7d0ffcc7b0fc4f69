import { describe } from '../../model';
import { every, isFalseOrAbsent, pass, unknown } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-ECS-001',
  title: 'ECS task definitions have no privileged containers',
  severity: 'high',
  types: ['AWS::ECS::TaskDefinition'],
  rationale: 'A privileged container has root access to its host: whoever takes it over has the host, and the roles of all tasks on it.',
  remediation: 'Remove Privileged, and add the Linux capabilities that the container needs to LinuxParameters.',
  check(task) {
    const containers = task.at('ContainerDefinitions');
    if (containers.value.kind !== 'known') return unknown('its containers are not known before deployment', describe(containers.value));
    return every(pass(), ...containers.items().map((container) => isFalseOrAbsent(container.at('Privileged'), 'a container is privileged')));
  },
};
