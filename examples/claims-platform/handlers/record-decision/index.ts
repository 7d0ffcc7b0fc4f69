// Last task of the assessment. Calls dynamodb:UpdateItem (claims), sns:Publish (decisions).
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { CLIENT_DEFAULTS } from '../../../shared/client-defaults';
import { claimKeyOf, Decision, documents } from '../shared/claims';
import { environment } from '../shared/environment';

const DECISIONS: readonly unknown[] = ['PAID', 'REFUSED', 'REVIEW'] satisfies Decision[];
let sns: SNSClient | undefined;

/** Subscribers hear which claim was decided, not how: who wants to know needs a grant on the table. */
export async function handler(event: { decision?: unknown }): Promise<void> {
  const { holder, id } = claimKeyOf(event);
  if (!DECISIONS.includes(event.decision)) throw new Error('names no decision');
  await documents().send(new UpdateCommand({
    TableName: environment('TABLE_NAME'),
    Key: { holder, id },
    UpdateExpression: 'SET #status = :decision',
    ConditionExpression: 'attribute_exists(id)',
    ExpressionAttributeNames: { '#status': 'status' },
    ExpressionAttributeValues: { ':decision': event.decision },
  }));
  sns ??= new SNSClient(CLIENT_DEFAULTS);
  await sns.send(new PublishCommand({ TopicArn: environment('TOPIC_ARN'), Message: JSON.stringify({ holder, id }) }));
}
