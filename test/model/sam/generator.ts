import { API_CASES } from './generated-apis';
import { CONNECTOR_CASES } from './generated-connectors';
import { EVENT_CASES } from './generated-events';
import { GLOBAL_CASES } from './generated-globals';
import { POLICY_CASES } from './generated-policies';
import { RESOURCE_CASES } from './generated-resources';

/** A SAM template that AWS takes, named for what it shows. */
export interface SamTemplate {
  readonly name: string;
  readonly template: object;
}

/** Templates over every kind of event, policy, authorizer, connector and resource, and every key of Globals. */
export function samTemplates(): SamTemplate[] {
  const cases = { ...EVENT_CASES, ...POLICY_CASES, ...API_CASES, ...CONNECTOR_CASES, ...RESOURCE_CASES, ...GLOBAL_CASES };
  return Object.entries(cases).map(([name, template]) => ({ name, template: { Transform: 'AWS::Serverless-2016-10-31', ...template } }));
}
