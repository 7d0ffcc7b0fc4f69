import { join } from 'path';
import { Duration, Size, Stack, StackProps } from 'aws-cdk-lib';
import { AttributeType } from 'aws-cdk-lib/aws-dynamodb';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Construct } from 'constructs';
import { MAX_BODY_BYTES } from './limits';
import { ORDER_SCHEMA } from './order-schema';
import {
  ApiGatewayAccount, AuditTrail, GatewayPrefixLists, RouteAuthorizer, SecureApi, SecureFunction, SecureQueue, SecureSecret, SecureTable,
  SecureUserPool, SecurityAlarms, SecurityDashboard, TrustZone, WebFirewall,
} from 'cdk-zero-trust';

export interface OrdersStackProps extends StackProps {
  /** For a region whose gateway prefix lists the library does not know. */
  readonly prefixLists?: GatewayPrefixLists;
}

/** Orders: placed, read and cancelled over an API by who signed in, shipped from a queue. */
export class OrdersStack extends Stack {
  constructor(scope: Construct, id: string, props: OrdersStackProps = {}) {
    super(scope, id, { terminationProtection: true, ...props });

    if (props.prefixLists) new TrustZone(this, 'TrustZone', { prefixLists: props.prefixLists });

    const orders = new SecureTable(this, 'Orders', {
      partitionKey: { name: 'owner', type: AttributeType.STRING },
      sortKey: { name: 'id', type: AttributeType.STRING },
    });
    const signingKey = new SecureSecret(this, 'SigningKey', { description: 'Signs the receipts of orders' });
    const shipping = new SecureQueue(this, 'Shipping');

    const place = this.handler('place-order', { TABLE_NAME: orders.tableName, SECRET_ARN: signingKey.secretArn, QUEUE_URL: shipping.queueUrl });
    orders.grant(place, 'dynamodb:PutItem');
    signingKey.grantRead(place);
    shipping.grantSendMessages(place);

    const read = this.handler('read-order', { TABLE_NAME: orders.tableName });
    orders.grantReadData(read);

    const cancel = this.handler('cancel-order', { TABLE_NAME: orders.tableName });
    orders.grant(cancel, 'dynamodb:DeleteItem');

    const ship = this.handler('ship-order', { TABLE_NAME: orders.tableName });
    orders.grant(ship, 'dynamodb:UpdateItem');
    ship.addEventSource(new SqsEventSource(shipping, { reportBatchItemFailures: true }));

    const customers = new SecureUserPool(this, 'Customers', { uniqueDomainPrefix: 'orders-api' });
    customers.addScopes('orders', { read: 'Read your orders', write: 'Place and cancel orders' });
    customers.addAppClient('Web', { scopes: ['orders/read', 'orders/write'], callbackUrls: ['https://orders.example.com/signed-in'] });

    const { isDevelopment } = TrustZone.of(this).profile;
    const firewall = isDevelopment ? undefined : new WebFirewall(this, 'Firewall', { maxBodySize: Size.bytes(MAX_BODY_BYTES) });
    const api = new SecureApi(this, 'Api', { authorizer: RouteAuthorizer.cognito(customers), keepExecuteApiEndpoint: true, firewall });
    api.addRoute('POST /orders', place, { scopes: ['orders/write'], body: ORDER_SCHEMA });
    api.addRoute('GET /orders/{id}', read, { scopes: ['orders/read'] });
    api.addRoute('DELETE /orders/{id}', cancel, { scopes: ['orders/write'], throttle: { rateLimit: 10, burstLimit: 20 } });
    new ApiGatewayAccount(this, 'ApiLogging');

    if (isDevelopment) return;
    const trail = new AuditTrail(this, 'Trail');
    new SecurityAlarms(this, 'Alarms', { trail });
    new SecurityDashboard(this, 'Dashboard', { trailLogGroup: trail.logGroup });
  }

  /** Reserves no concurrency: the throttle of the API and the maximum concurrency of the queue bound each, and a new account has none to give. */
  private handler(name: string, environment: Record<string, string>): SecureFunction {
    return new SecureFunction(this, name, {
      code: Code.fromAsset(join(__dirname, 'dist', name)),
      timeout: Duration.seconds(5),
      environment,
    });
  }
}
