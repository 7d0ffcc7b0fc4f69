import { TemplateResource, textOf } from '../../model';
import { decide, every, fail, isOneOf, isPresent, isTrue, pass, saysFalse, some } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';

const FINDING = 'it takes clients without authentication';

/** How each type says it. A cluster of Amazon MSK that names no kind of authentication has none. */
const JUDGEMENTS: Record<string, (resource: TemplateResource) => RuleResult> = {
  // the tools of agents
  'AWS::BedrockAgentCore::Gateway': (gateway) => isOneOf(gateway.at('AuthorizerType'), ['AWS_IAM', 'CUSTOM_JWT'], FINDING),
  'AWS::MSK::Cluster': (cluster) => {
    const authentication = cluster.at('ClientAuthentication');
    return every(
      decide(authentication.at('Unauthenticated', 'Enabled'), FINDING, (enabled) => enabled === undefined || saysFalse(enabled)),
      some(...[['Sasl', 'Iam', 'Enabled'], ['Sasl', 'Scram', 'Enabled'], ['Tls', 'Enabled']].map((place) => isTrue(authentication.at(...place), FINDING))),
    );
  },
  'AWS::MemoryDB::Cluster': (cluster) => {
    const acl = cluster.at('ACLName');
    return every(isPresent(acl, FINDING), textOf(acl.value) === 'open-access' ? fail(FINDING, 'open-access') : pass());
  },
};

export const rule: Rule = {
  id: 'ZT-EXPOSURE-002',
  title: 'Amazon MSK and MemoryDB clusters, and gateways of Bedrock AgentCore, require authentication',
  severity: 'high',
  types: Object.keys(JUDGEMENTS),
  rationale: 'Without authentication, everything that the security groups let through reads and writes all data, and nothing records who it was.',
  remediation: 'Set ClientAuthentication with Sasl.Iam, and Unauthenticated.Enabled to false. Name an ACL in ACLName, and not open-access. Set AuthorizerType to AWS_IAM or CUSTOM_JWT.',
  check: (resource) => JUDGEMENTS[resource.type](resource),
};
