import { App, AppProps } from 'aws-cdk-lib';
import { OrdersStack, OrdersStackProps } from './orders-stack';
import { Profile, ZeroTrust } from 'cdk-zero-trust';

/** The app as it is deployed: its stack, held to five packs and the library's own rules. */
export function ordersApp(props?: AppProps, stackProps?: OrdersStackProps, profile?: Profile): App {
  const app = new App(props);
  profile?.applyTo(app);
  new OrdersStack(app, 'Orders', stackProps);
  ZeroTrust.enforce(app, { profile });
  return app;
}

if (require.main === module) ordersApp().synth();
