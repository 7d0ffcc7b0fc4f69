import { ordersStacks } from './apps';
import { usesOrdersApi } from './use/orders-api';

usesOrdersApi(ordersStacks);
