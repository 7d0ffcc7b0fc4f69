import { join } from 'path';
import { Duration, Stack } from 'aws-cdk-lib';
import { StringAttribute } from 'aws-cdk-lib/aws-cognito';
import { AttributeType } from 'aws-cdk-lib/aws-dynamodb';
import { Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { TenancyConfig } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { AccountStack } from './account-stack';
import { watchAccount } from './account-watch';
import { AssessmentStack } from './assessment-stack';
import { CLAIM_SCHEMA, CLEAN_STATEMENT_SCHEMA, EVIDENCE_SCHEMA } from './claim-schema';
import { apiDomain, publish } from './claims-site';
import { ClaimsStackProps, handlerCode } from './claims-stack-props';
import { ZoneResponse } from './zone-response';
import {
  CedarAuthorizer, CedarPolicies, DataClass, DataPerimeter, DataWatch, EventSource, PermissionsBoundary, Play, RouteAuthorizer, SecureApi,
  SecureApiProps, SecureBucket, SecureFunction, SecureQueue, SecureTable, SecureUserPool, SensitiveData, ServiceLink, SignedCode,
  TenantBoundary, TrustZone,
} from 'cdk-zero-trust';

export interface IntakeStackProps extends ClaimsStackProps {
  readonly account: AccountStack;
  readonly assessment: AssessmentStack;
}

/** What Macie does not know by itself. */
const POLICY_NUMBERS: SensitiveData = { name: 'PolicyNumber', dataClass: DataClass.RESTRICTED, regex: 'P-[0-9]{8}', keywords: ['policy'] };

/** The zone that faces the world: who signs in files claims and adds statements to them. */
export class IntakeStack extends Stack {
  private readonly claims: ServiceLink;
  private readonly evidence: SecureBucket;

  constructor(scope: Construct, id: string, props: IntakeStackProps) {
    super(scope, id, { terminationProtection: !props.firstLook, ...props });
    const { account, assessment, prefixLists, organizationId, site, costs, firstLook } = props;
    const zone = new TrustZone(this, 'Zone', { prefixLists, permissionsBoundary: new PermissionsBoundary(this, 'Boundary') });
    if (!firstLook) new SignedCode(this, 'Signed').requireIn(zone); // by the pipeline that deploys, not by `cdk deploy`
    if (organizationId) new DataPerimeter(this, 'Perimeter', { organizationId });

    this.claims = new ServiceLink(this, 'ClaimsLink', { target: assessment.claimsService });
    this.evidence = new SecureBucket(this, 'Evidence', {
      dataClass: DataClass.RESTRICTED,
      withoutReplica: 'holders keep the originals of what they state, and can send them again',
    });
    this.evidence.scanUploads();
    this.checkEvidence(zone);
    const holders = this.holders();
    const api = this.api(holders, site ? { domain: apiDomain(this, site) } : { keepExecuteApiEndpoint: true });
    if (site) {
      const { edgeZone } = publish(this, api, site);
      if (organizationId) new DataPerimeter(edgeZone, 'Perimeter', { organizationId });
    }

    account.trail.addZone(zone);
    const { siem } = new ZoneResponse(zone, {
      account,
      firstLook,
      plays: [Play.blockAddress(api.firewall), Play.cutOffUser(holders)],
      exportsFindings: true,
      alarms: { costs },
    });
    watchAccount(zone, { account, assessment, siem });
    if (!firstLook) new DataWatch(this, 'DataWatch', { sensitiveData: [POLICY_NUMBERS] });
  }

  private holders(): SecureUserPool {
    const holders = new SecureUserPool(this, 'Holders', {
      uniqueDomainPrefix: 'claims-platform',
      customAttributes: { company: new StringAttribute({ mutable: false }) }, // who opens the account says it, once
    });
    holders.addClaims(new SecureFunction(this, 'company-claim', { code: handlerCode('company-claim'), timeout: Duration.seconds(5) }));
    holders.addScopes('claims', { read: 'Read your claims', write: 'File claims and evidence', partner: 'Read the claims of your company' });
    return holders;
  }

  private api(holders: SecureUserPool, endpoint: SecureApiProps): SecureApi {
    const web = holders.addAppClient('Web', { scopes: ['claims/read', 'claims/write', 'claims/partner'], callbackUrls: ['https://claims.example.com/signed-in'] });

    const cedar = new CedarAuthorizer(this, 'Cedar', {
      userPool: holders,
      clients: [web],
      cedarNamespace: 'Claims',
      policies: [CedarPolicies.fromFile(join(__dirname, 'policies', 'claims.cedar'))],
    });
    const api = new SecureApi(this, 'Api', { authorizer: RouteAuthorizer.cedar(cedar), ...endpoint });

    const file = this.handler('file-claim');
    this.claims.grantInvoke(file, 'POST /claims');
    api.addRoute('POST /claims', file, { body: CLAIM_SCHEMA });

    const read = this.handler('read-claim');
    this.claims.grantInvoke(read, 'GET /claims/*');
    api.addRoute('GET /claims/{id}', read);

    const store = this.handler('store-evidence', { BUCKET_NAME: this.evidence.bucketName });
    this.claims.grantInvoke(store, 'GET /claims/*');
    this.evidence.grantPut(store, 'statements/*');
    api.addRoute('POST /claims/{id}/evidence', store, { body: EVIDENCE_SCHEMA });

    api.addRoute('GET /partners/claims', this.partnerClaims(), {
      authorizer: RouteAuthorizer.cognito(holders), scopes: ['claims/partner'], tenantClaim: 'company',
    });
    return api;
  }

  /** Told by the result of the scan: at the upload nobody may read it yet. */
  private checkEvidence(zone: TrustZone): void {
    const check = this.handler('check-evidence', { BUCKET_NAME: this.evidence.bucketName });
    this.evidence.grantReadObjects(check, 'statements/*');
    this.claims.grantInvoke(check, 'PUT /claims/*');
    const clean = new SecureQueue(this, 'CleanEvidence', { dataClass: DataClass.RESTRICTED });
    new Rule(this, 'EvidenceIsClean', {
      description: 'Statements in which GuardDuty found no threat',
      eventPattern: {
        source: ['aws.guardduty'],
        detailType: ['GuardDuty Malware Protection Object Scan Result'],
        detail: {
          s3ObjectDetails: { bucketName: [this.evidence.bucketName], objectKey: [{ prefix: 'statements/' }] },
          scanResultDetails: { scanResultStatus: ['NO_THREATS_FOUND'] },
        },
      },
      targets: [new SqsQueue(clean, { deadLetterQueue: zone.deadLetterQueue })],
    });
    check.consumes(EventSource.queue(clean, { schema: CLEAN_STATEMENT_SCHEMA }));
  }

  /** Partners see the claims of their own company, from environments that serve no other. */
  private partnerClaims(): SecureFunction {
    const table = new SecureTable(this, 'PartnerClaims', {
      partitionKey: { name: 'tenant', type: AttributeType.STRING },
      sortKey: { name: 'id', type: AttributeType.STRING },
    });
    const handler = new SecureFunction(this, 'partner-claims', {
      code: handlerCode('partner-claims'),
      timeout: Duration.seconds(5),
      environment: { TABLE_NAME: table.tableName },
      tenancyConfig: TenancyConfig.PER_TENANT,
    });
    const partners = new TenantBoundary(this, 'Partners', { handler });
    partners.grantReadItems(table);
    handler.addEnvironment('ROLE_ARN', partners.roleFor(table).roleArn);
    return handler;
  }

  private handler(name: string, environment: Record<string, string> = {}): SecureFunction {
    return new SecureFunction(this, name, {
      code: handlerCode(name),
      timeout: Duration.seconds(5),
      environment: { CLAIMS_URL: this.claims.url, ...environment },
    });
  }
}
