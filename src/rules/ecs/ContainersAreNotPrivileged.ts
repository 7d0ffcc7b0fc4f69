import { describe, Expression, TemplateResource } from '../../model';
import { every, isFalseOrAbsent, pass, unknown } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';

const FINDING = 'a container is privileged';
type Place = [containers: string[], privileged: string[]];

/** Containers of a job, or of each range of its nodes. */
const OF_BATCH: Place[] = [
  [['EcsProperties', 'TaskProperties', '*', 'Containers', '*'], ['Privileged']],
  ...['Containers', 'InitContainers'].map((name): Place => [['EksProperties', 'PodProperties', name, '*'], ['SecurityContext', 'Privileged']]),
];

/** Where each type has its containers: of a list on the way (*), each item is looked at. */
const PLACES: Record<string, Place[]> = {
  'AWS::Batch::JobDefinition': [
    [['ContainerProperties'], ['Privileged']],
    [['NodeProperties', 'NodeRangeProperties', '*', 'Container'], ['Privileged']],
    ...OF_BATCH,
    ...OF_BATCH.map(([containers, privileged]): Place => [['NodeProperties', 'NodeRangeProperties', '*', ...containers], privileged]),
  ],
  'AWS::ECS::TaskDefinition': [[['ContainerDefinitions', '*'], ['Privileged']]],
};

export const rule: Rule = {
  id: 'ZT-ECS-001',
  title: 'ECS task definitions and AWS Batch job definitions have no privileged containers',
  severity: 'high',
  types: Object.keys(PLACES),
  rationale: 'A privileged container has root access to its host: whoever takes it over has the host, and the roles of all tasks on it.',
  remediation: 'Remove Privileged, and add the Linux capabilities that the container needs to LinuxParameters.',
  check: (definition) => every(pass(), ...PLACES[definition.type].map((place) => notPrivileged(definition, ...place))),
};

function notPrivileged(at: TemplateResource | Expression, way: string[], privileged: string[]): RuleResult {
  const star = way.indexOf('*');
  if (star < 0) return isFalseOrAbsent(at.at(...way, ...privileged), FINDING);
  const list = at.at(...way.slice(0, star));
  if (list.value.kind !== 'known') return unknown('its containers are not known before deployment', describe(list.value));
  return every(pass(), ...list.items().map((item) => notPrivileged(item, way.slice(star + 1), privileged)));
}
