import { Names } from 'aws-cdk-lib';
import * as events from 'aws-cdk-lib/aws-events';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { vendedLogArn, vendedLogName } from '../core/vended-logs';
import { SecureLogGroup, SecureLogGroupProps } from '../zone/logs/secure-log-group';

/** A level brings those above it, each delivered by itself. */
const LOG_TYPES: Record<events.Level, string[]> = {
  [events.Level.OFF]: [],
  [events.Level.ERROR]: ['ERROR_LOGS'],
  [events.Level.INFO]: ['ERROR_LOGS', 'INFO_LOGS'],
  [events.Level.TRACE]: ['ERROR_LOGS', 'INFO_LOGS', 'TRACE_LOGS'],
};

interface EventBusLogsProps extends SecureLogGroupProps {
  readonly eventBusArn: string;
  readonly level: events.Level;
}

/**
 * Delivers the logs of an event bus to an encrypted log group: setting the level alone makes logs that nobody gets.
 */
export class EventBusLogs extends Construct {
  constructor(scope: Construct, id: string, { eventBusArn, level, ...props }: EventBusLogsProps) {
    super(scope, id);
    const logGroup = new SecureLogGroup(this, 'LogGroup', { ...props, logGroupName: vendedLogName(this, '/aws/vendedlogs/events/') });
    const name = Names.uniqueResourceName(this, { maxLength: 48, separator: '-' });
    const destination = new logs.CfnDeliveryDestination(this, 'Destination', {
      name, destinationResourceArn: vendedLogArn(logGroup), deliveryDestinationType: 'CWL',
    });
    for (const logType of LOG_TYPES[level]) {
      const source = new logs.CfnDeliverySource(this, logType, { name: `${name}-${logType}`, resourceArn: eventBusArn, logType });
      new logs.CfnDelivery(this, `${logType}Delivery`, { deliverySourceName: source.ref, deliveryDestinationArn: destination.attrArn });
    }
  }
}
