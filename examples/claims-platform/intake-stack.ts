import { Duration, Stack } from 'aws-cdk-lib';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Construct } from 'constructs';
import { AccountStack } from './account-stack';
import { AssessmentStack } from './assessment-stack';
import { CLAIM_SCHEMA, EVIDENCE_SCHEMA } from './claim-schema';
import { ClaimsStackProps, handlerCode } from './claims-stack-props';
import {
  DataClass, RouteAuthorizer, SecureApi, SecureBucket, SecureFunction, SecureQueue, SecureUserPool, SecurityAlarms, TrustZone,
} from 'cdk-zero-trust';

export interface IntakeStackProps extends ClaimsStackProps {
  readonly account: AccountStack;
  readonly assessment: AssessmentStack;
}

/** The zone that faces the world: who signs in files claims and adds statements to them. */
export class IntakeStack extends Stack {
  constructor(scope: Construct, id: string, { account, assessment, prefixLists, ...props }: IntakeStackProps) {
    super(scope, id, { terminationProtection: true, ...props });
    const zone = new TrustZone(this, 'Zone', { prefixLists });
    const { claims, bus } = assessment;

    const evidence = new SecureBucket(this, 'Evidence', {
      dataClass: DataClass.RESTRICTED,
      withoutReplica: 'holders keep the originals of what they state, and can send them again',
    });

    const file = this.handler('file-claim', { TABLE_NAME: claims.tableName, BUS_NAME: bus.eventBusName, COVERAGE_URL: 'x' });
    claims.grant(file, 'dynamodb:PutItem');
    bus.grantPutEventsTo(file);

    const read = this.handler('read-claim', { TABLE_NAME: claims.tableName });
    claims.grant(read, 'dynamodb:GetItem');

    const store = this.handler('store-evidence', { TABLE_NAME: claims.tableName, BUCKET_NAME: evidence.bucketName });
    claims.grant(store, 'dynamodb:GetItem');
    evidence.grantPut(store, 'statements/*');

    const arrived = new SecureQueue(this, 'NewEvidence', { dataClass: DataClass.RESTRICTED });
    evidence.notifyQueue(arrived, { prefix: 'statements/' });
    const check = this.handler('check-evidence', { TABLE_NAME: claims.tableName, BUCKET_NAME: evidence.bucketName });
    evidence.grantReadObjects(check, 'statements/*');
    claims.grant(check, 'dynamodb:UpdateItem');
    check.addEventSource(new SqsEventSource(arrived, { reportBatchItemFailures: true }));

    const holders = new SecureUserPool(this, 'Holders', { domainPrefix: 'claims-platform-example' });
    holders.addScopes('claims', { read: 'Read your claims', write: 'File claims and evidence' });
    holders.addAppClient('Web', { scopes: ['claims/read', 'claims/write'], callbackUrls: ['https://claims.example.com/signed-in'] });

    const api = new SecureApi(this, 'Api', { authorizer: RouteAuthorizer.cognito(holders), keepExecuteApiEndpoint: true });
    api.addRoute('POST /claims', file, { body: CLAIM_SCHEMA, scopes: ['claims/write'] });
    api.addRoute('GET /claims/{id}', read, { scopes: ['claims/read'] });
    api.addRoute('POST /claims/{id}/evidence', store, { body: EVIDENCE_SCHEMA, scopes: ['claims/write'] });

    account.trail.addZone(zone);
    new SecurityAlarms(this, 'Alarms');
  }

  private handler(name: string, environment: Record<string, string>): SecureFunction {
    return new SecureFunction(this, name, { code: handlerCode(name), timeout: Duration.seconds(5), environment });
  }
}
