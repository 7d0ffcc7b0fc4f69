import { Stack } from 'aws-cdk-lib';
import { AttributeType } from 'aws-cdk-lib/aws-dynamodb';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { SecureFunction } from '../../../src/compute/secure-function';
import { DataClass } from '../../../src/core/data-class';
import { SecureTable } from '../../../src/data/secure-table';
import { DataPerimeter } from '../../../src/identity/data-perimeter';
import { Profile } from '../../../src/zone/profile';
import { TrustZone } from '../../../src/zone/trust-zone';

/** RESTRICTED data under a profile that asks for backups and long logs, inside of an organisation's perimeter. */
export function buildProfileApp(scope: Construct): Stack {
  const stack = new Stack(scope, 'Profile');
  const zone = new TrustZone(stack, 'Zone', { profile: Profile.HIPAA });
  const records = new SecureTable(stack, 'Records', { zone, dataClass: DataClass.RESTRICTED, partitionKey: { name: 'id', type: AttributeType.STRING } });
  const reader = new SecureFunction(stack, 'Reader', { zone, code: Code.fromInline('exports.handler = async () => {}') });
  records.grantReadData(reader);
  new DataPerimeter(stack, 'Perimeter', { organizationId: 'o-abcdefghij' });
  return stack;
}
