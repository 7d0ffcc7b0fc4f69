import { HOLDERS_OF_POLICIES, everyPolicy } from './policies';
import { isDomainInVpc } from '../opensearch/domains';
import { letsInNoStranger } from '../principals';
import type { Rule } from '../rule';

/** Where another rule tells the same, or the type means something else by it. */
const TOLD_BY_OTHERS = [
  /^AWS::ApiGateway::RestApi (Body\.|Policy$)/, /^AWS::Backup::\w+ AccessPolicy$/, /^AWS::DynamoDB::/, /^AWS::Events::EventBus(Policy)? /, /^AWS::IAM::/, /^AWS::KMS::\w+ KeyPolicy$/,
  /^AWS::S3::(AccessPoint|BucketPolicy) /, /^AWS::SNS::Topic(Inline)?Policy /, /^AWS::SQS::Queue(Inline)?Policy /, /^AWS::SecretsManager::ResourcePolicy /,
  /^AWS::VpcLattice::AuthPolicy /,
];

export const rule: Rule = {
  id: 'ZT-TRUST-001',
  title: 'Resource policies of every type grant access to named principals only',
  severity: 'critical',
  types: [HOLDERS_OF_POLICIES],
  rationale: 'A resource policy with any principal grants access to every AWS account, whatever the service.',
  remediation: 'Name principals, or add a condition on aws:PrincipalOrgID, aws:PrincipalAccount, aws:SourceArn, aws:SourceVpce or a small range of aws:SourceIp to the Allow statement.',
  check: (resource) => everyPolicy(resource, letsInNoStranger, (place) => isDomainInVpc(resource) || TOLD_BY_OTHERS.some((known) => known.test(`${resource.type} ${place}`))),
};
