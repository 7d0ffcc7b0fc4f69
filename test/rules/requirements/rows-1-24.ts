import { notAsked, Requirement, seen } from './requirement';

export const ROWS_1_TO_24: Requirement[] = [
  {
    row: 1,
    practice: 'every request is verified: identity and role',
    mustBeSeen: [
      seen('every method but OPTIONS asks who calls', 'ZT-APIGATEWAY-001', 'ZT-APIGATEWAY-021'),
      seen('methods behind a user pool ask for scopes', 'ZT-APIGATEWAY-023'),
      seen('tokens are of a named issuer and audience', 'ZT-APIGATEWAY-013'),
      seen('a policy store is strict, and protected from deletion', 'ZT-VERIFIEDPERMISSIONS-001'),
      seen('an identity source takes tokens of named clients', 'ZT-VERIFIEDPERMISSIONS-002'),
      seen('a policy permits somebody something', 'ZT-VERIFIEDPERMISSIONS-003'),
    ],
  },
  {
    row: 2,
    practice: 'only authorised callers invoke a function',
    mustBeSeen: [
      seen('a permission has a source and an account, or an organisation', 'ZT-LAMBDA-001', 'ZT-LAMBDA-033'),
      seen('no permission is for everyone, and none for the test of the console', 'ZT-LAMBDA-001', 'ZT-LAMBDA-033'),
      seen('a function URL asks for AWS credentials', 'ZT-LAMBDA-008'),
    ],
  },
  {
    row: 3,
    practice: 'unique identity and least privilege',
    mustBeSeen: [
      seen('a function has a role of its own', 'ZT-IAM-002'),
      seen('no policy is managed by AWS', 'ZT-IAM-003', 'ZT-IAM-022'),
      notAsked('a permissions boundary is set', 'It is optional: the account may hold roles by other means. Where there is one, it bounds.', 'ZT-IAM-019'),
      seen('a function writes to its own log group only', 'ZT-LAMBDA-025'),
      seen('network-interface actions are denied to the code of the function', 'ZT-IAM-001'),
    ],
  },
  {
    row: 4,
    practice: 'read-only and write-only scoping',
    mustBeSeen: [
      seen('an Allow lists exact actions', 'ZT-IAM-004', 'ZT-IAM-012'),
      seen('an Allow names its resources', 'ZT-IAM-001'),
      seen('tenants reach their own items only', 'ZT-IAM-015', 'ZT-LAMBDA-026'),
    ],
  },
  {
    row: 5,
    practice: 'permissions are reviewed regularly',
    mustBeSeen: [
      seen('unused access is found within 90 days', 'ZT-ACCESSANALYZER-001'),
      seen('external access and from inside is found too', 'ZT-ACCESSANALYZER-003'),
      seen('what is found reaches somebody', 'ZT-ACCESSANALYZER-002'),
    ],
  },
  {
    row: 6,
    practice: 'a second factor for every administrator',
    mustBeSeen: [
      seen('people assume a role with a second factor only', 'ZT-IAM-013'),
      seen('a Deny without second factor is BoolIfExists', 'ZT-IAM-014'),
    ],
  },
  {
    row: 7,
    practice: 'a second factor for users, or no password',
    mustBeSeen: [
      seen('everyone has a second factor', 'ZT-COGNITO-001', 'ZT-COGNITO-015'),
      seen('the pool has the tier of threat protection, which blocks', 'ZT-COGNITO-002'),
      seen('a passkey verifies its user', 'ZT-COGNITO-011'),
      seen('a password has 14 characters', 'ZT-COGNITO-002'),
      seen('the pool is protected from deletion', 'ZT-COGNITO-002'),
    ],
  },
  {
    row: 8,
    practice: 'context: geography, posture and behaviour',
    mustBeSeen: [
      notAsked('requests are judged by country and network',
        'Which countries may call is a matter of the business; addresses of bad repute are nobody\'s customers.', 'ZT-WAF-001', 'ZT-WAF-007'),
      seen('the pool says what it does about risky sign-ins', 'ZT-COGNITO-010'),
      notAsked('viewers show a certificate', 'Mutual TLS is for clients that hold one; the truststore of a domain that asks for it is pinned.', 'ZT-APIGATEWAY-009'),
    ],
  },
  {
    row: 9,
    practice: 'verified continuously',
    mustBeSeen: [
      seen('access tokens end after 15 minutes', 'ZT-COGNITO-004'),
      seen('refresh tokens rotate, and can be revoked', 'ZT-COGNITO-005'),
      seen('decisions of an authorizer are not kept, or by every input', 'ZT-APIGATEWAY-012'),
    ],
  },
  {
    row: 10,
    practice: 'micro-segmentation',
    mustBeSeen: [
      seen('a function has a security group of its own', 'ZT-LAMBDA-003'),
      seen('no group lets everything out', 'ZT-EC2-002'),
      seen('subnets of functions are isolated', 'ZT-EC2-005', 'ZT-EC2-008'),
      seen('functions stand in two Availability Zones', 'ZT-LAMBDA-018'),
      seen('all flows are logged', 'ZT-EC2-003'),
      notAsked('the default group is emptied', 'CloudFormation has no resource that empties it: a rule asks that nothing uses it.', 'ZT-EC2-001'),
    ],
  },
  {
    row: 11,
    practice: 'AWS services are reached privately',
    mustBeSeen: [
      seen('an interface endpoint has private DNS', 'ZT-EC2-009'),
      seen('the policy of an endpoint names who calls', 'ZT-EC2-004'),
      seen('each service that functions call has an endpoint, S3 and DynamoDB a gateway', 'ZT-EC2-012'),
      notAsked('there is no endpoint that nobody needs', 'Who else in the VPC calls what, a template does not tell.'),
    ],
  },
  {
    row: 12,
    practice: 'only approved destinations outside',
    mustBeSeen: [
      seen('a network firewall drops by default', 'ZT-NETWORKFIREWALL-001'),
      seen('its list of domains allows, also within TLS', 'ZT-NETWORKFIREWALL-004'),
      seen('a DNS firewall blocks what it does not allow', 'ZT-ROUTE53RESOLVER-001'),
      seen('queries are logged', 'ZT-ROUTE53RESOLVER-003'),
      notAsked('the resolver fails closed', 'CloudFormation has no type for the configuration of the firewall of a VPC; closed is its default.'),
    ],
  },
  {
    row: 13,
    practice: 'function to function',
    mustBeSeen: [
      seen('an Allow to invoke names the function', 'ZT-IAM-001', 'ZT-IAM-004'),
      seen('VPC Lattice asks for AWS credentials', 'ZT-VPCLATTICE-001'),
      seen('a policy of VPC Lattice names who calls', 'ZT-VPCLATTICE-002'),
    ],
  },
  {
    row: 14,
    practice: 'API inspection, injection blocked',
    mustBeSeen: [
      seen('a firewall stands before APIs and distributions', 'ZT-APIGATEWAY-004', 'ZT-CLOUDFRONT-003'),
      seen('the managed groups block', 'ZT-WAF-001'),
      seen('oversize bodies are blocked', 'ZT-WAF-004'),
      seen('requests are logged without credentials', 'ZT-WAF-003'),
    ],
  },
  {
    row: 15,
    practice: 'input validation',
    mustBeSeen: [
      seen('a validator looks at body and parameters', 'ZT-APIGATEWAY-005'),
      seen('a model takes named properties only', 'ZT-APIGATEWAY-017'),
    ],
  },
  {
    row: 16,
    practice: 'output sanitised, errors quiet',
    mustBeSeen: [
      seen('gateway responses 4XX and 5XX do not say why', 'ZT-APIGATEWAY-015'),
      seen('security headers are added at the edge', 'ZT-CLOUDFRONT-007'),
    ],
  },
  {
    row: 17,
    practice: 'TLS everywhere',
    mustBeSeen: [
      seen('domains and endpoints take TLS 1.2 or newer', 'ZT-APIGATEWAY-007', 'ZT-APIGATEWAY-008', 'ZT-CLOUDFRONT-002', 'ZT-COGNITO-016'),
      notAsked('mutual TLS is an option', 'It is for clients that hold certificates. Where it is on, its truststore is pinned.', 'ZT-APIGATEWAY-009'),
      seen('the default endpoint is off behind a custom domain', 'ZT-APIGATEWAY-010'),
      seen('buckets, queues and topics deny calls without TLS', 'ZT-S3-003', 'ZT-SNS-001', 'ZT-SQS-001'),
    ],
  },
  {
    row: 18,
    practice: 'rate limits by address and by user',
    mustBeSeen: [
      seen('a rate by address blocks', 'ZT-WAF-002'),
      seen('a rate by caller blocks', 'ZT-WAF-005'),
      seen('a stage throttles', 'ZT-APIGATEWAY-011'),
      seen('a function has reserved concurrency', 'ZT-LAMBDA-010'),
    ],
  },
  {
    row: 19,
    practice: 'DDoS protection and CDN',
    mustBeSeen: [
      seen('a distribution has a web ACL of scope CLOUDFRONT', 'ZT-CLOUDFRONT-003'),
      seen('an origin is reached by the distribution only', 'ZT-CLOUDFRONT-005', 'ZT-CLOUDFRONT-009', 'ZT-CLOUDFRONT-011'),
      seen('a flood alarms somebody', 'ZT-CLOUDFRONT-010'),
      notAsked('Shield Advanced protects it', 'A subscription of 3,000 dollars a month is a choice.'),
    ],
  },
  {
    row: 20,
    practice: 'encryption at rest',
    mustBeSeen: [
      seen('every store is under a customer-managed key', 'ZT-BACKUP-001', 'ZT-CLOUDTRAIL-001', 'ZT-DYNAMODB-001', 'ZT-FIREHOSE-001', 'ZT-KINESIS-001',
        'ZT-PIPES-001', 'ZT-S3-008', 'ZT-SCHEDULER-001', 'ZT-SECRETS-001', 'ZT-SNS-001', 'ZT-SQS-001'),
      seen('log groups are', 'ZT-LOGS-002'),
      seen('the environment of a function is', 'ZT-LAMBDA-002'),
      notAsked('the code of a function is', 'Packages are in the bucket of the bootstrap, whose key is the account\'s; Lambda keeps its copy encrypted.'),
      seen('state machines are', 'ZT-STATES-003'),
      seen('event buses are', 'ZT-EVENTS-003'),
      seen('a key rotates', 'ZT-KMS-001'),
      seen('what is encrypted holds on to its key', 'ZT-KMS-002', 'ZT-KMS-007'),
    ],
  },
  {
    row: 21,
    practice: 'no secret in code',
    mustBeSeen: [
      seen('the value of a secret is not in the template, and under a customer-managed key', 'ZT-SECRETS-001', 'ZT-SECRETS-008'),
      seen('the environment of a function holds no secret', 'ZT-LAMBDA-020'),
      seen('nothing else of the template holds one', 'ZT-CLOUDFRONT-008', 'ZT-CODEBUILD-002', 'ZT-EVENTS-004', 'ZT-SECRETS-006'),
    ],
  },
  {
    row: 22,
    practice: 'secrets rotate, readers are few and watched',
    mustBeSeen: [
      seen('a secret rotates every 30 days', 'ZT-SECRETS-002'),
      seen('its policy denies reading to everyone but its readers', 'ZT-SECRETS-003'),
      seen('its policy lets in nobody whom it does not name', 'ZT-SECRETS-004'),
      notAsked('the policy blocks public access', 'BlockPublicPolicy is a check by the service of what ZT-SECRETS-004 judges.', 'ZT-SECRETS-004'),
      seen('reads are watched', 'ZT-SECRETS-007'),
    ],
  },
  {
    row: 23,
    practice: 'function hardening',
    mustBeSeen: [
      seen('the runtime is supported', 'ZT-LAMBDA-009'),
      seen('time and memory are declared', 'ZT-LAMBDA-027'),
      seen('recursion is ended', 'ZT-LAMBDA-007'),
      seen('logs are JSON', 'ZT-LAMBDA-006'),
      seen('failures are kept', 'ZT-LAMBDA-005', 'ZT-LAMBDA-014'),
    ],
  },
  {
    row: 24,
    practice: 'code integrity',
    mustBeSeen: [
      seen('a code signing configuration enforces', 'ZT-LAMBDA-016'),
      seen('every function of an app that signs has it', 'ZT-LAMBDA-023'),
      seen('a signing profile signs for Lambda', 'ZT-SIGNER-001'),
    ],
  },
];
