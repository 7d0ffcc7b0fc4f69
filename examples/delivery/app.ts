import { App, AppProps, Environment, Stage } from 'aws-cdk-lib';
import { DeliveryStack, RELEASES } from './delivery-stack';
import { OrdersStack } from '../orders-api/orders-stack';
import { SignedCode, TrustZone, ZeroTrust } from 'cdk-zero-trust';

const PRODUCTION: Environment = { account: '111122223333', region: 'eu-west-1' };

/** orders-api in production, where only signed code runs, and the pipeline that signs and deploys it, held to five packs and the library's own rules. */
export function deliveryApp(props?: AppProps): App {
  const app = new App(props);
  const production = new Stage(app, 'Production', { env: PRODUCTION });
  const orders = new OrdersStack(production, 'Orders');
  const signed = new SignedCode(orders, 'Signed');
  signed.allowPublisher(RELEASES);
  signed.requireIn(TrustZone.of(orders));
  new DeliveryStack(app, 'Delivery', { env: PRODUCTION, production });
  ZeroTrust.enforce(app);
  return app;
}

if (require.main === module) deliveryApp().synth();
