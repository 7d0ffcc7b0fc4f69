import { App, AppProps, Environment, Stage } from 'aws-cdk-lib';
import { DeliveryStack, RELEASES } from './delivery-stack';
import { OrdersStack } from '../orders-api/orders-stack';
import { SignedCode, TrustZone, ZeroTrust } from 'cdk-zero-trust';

const PRODUCTION: Environment = { account: '111122223333', region: 'eu-west-1' };

/** orders-api in production and the pipeline that signs and deploys it, both of code that is signed. */
export function addDeliveryStacks(app: App, env: Environment = PRODUCTION): void {
  const production = new Stage(app, 'Production', { env });
  const orders = new OrdersStack(production, 'Orders');
  const signed = new SignedCode(orders, 'Signed');
  signed.allowPublisher(RELEASES);
  signed.requireIn(TrustZone.of(orders));
  new DeliveryStack(app, 'Delivery', { env, production });
}

/** The same, held to five packs and the library's own rules. */
export function deliveryApp(props?: AppProps): App {
  const app = new App(props);
  addDeliveryStacks(app);
  ZeroTrust.enforce(app);
  return app;
}

if (require.main === module) deliveryApp().synth();
