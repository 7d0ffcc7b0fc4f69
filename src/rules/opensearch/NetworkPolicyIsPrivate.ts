import { describe } from '../../model';
import { every, fail, pass, saysFalse, unknown } from '../../model/judge';
import { jsonIn } from '../../model/policies-anywhere';
import type { Rule } from '../rule';

const IS_NETWORK_POLICY = /"AllowFromPublic"\s*:/;

export const rule: Rule = {
  id: 'ZT-OPENSEARCH-001',
  title: 'OpenSearch Serverless network policies do not allow public access',
  severity: 'high',
  types: ['AWS::OpenSearchServerless::SecurityPolicy'],
  rationale: 'With AllowFromPublic the endpoint of a collection or of its dashboards is reachable from the internet, and only the data access policy is between it and the data.',
  remediation: 'Set AllowFromPublic to false and name VPC endpoints in SourceVPCEs, or services in SourceServices.',
  check(policy) {
    const type = policy.at('Type').value;
    if (type.kind === 'known' && type.value !== 'network') return pass('no network policy');
    const document = policy.at('Policy');
    const rules = jsonIn(document, IS_NETWORK_POLICY);
    if (!rules || rules.value.kind !== 'known') return unknown('its policy is not known before deployment', describe(document.value));
    return every(pass(), ...rules.items().map((one) => {
      const { value } = one.at('AllowFromPublic');
      if (value.kind !== 'known') return unknown('whether it allows public access is not known before deployment', describe(value));
      return saysFalse(value.value) ? pass('AllowFromPublic false') : fail('it allows public access', 'AllowFromPublic');
    }));
  },
};
