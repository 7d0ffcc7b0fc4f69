import { rule as deliveryStreamEncryptedWithCmk } from './DeliveryStreamEncryptedWithCmk';
import { rule as deliveryStreamHasErrorLogs } from './DeliveryStreamHasErrorLogs';
import type { Rule } from '../rule';

export const firehoseRules: Rule[] = [
  deliveryStreamEncryptedWithCmk,
  deliveryStreamHasErrorLogs,
];
