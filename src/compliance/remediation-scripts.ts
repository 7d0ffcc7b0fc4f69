/** How findings call a resource, and incidents with them. */
const BY_ID = `
def names_of(resource_id, arn):
    return [resource_id, arn]
`;

/**
 * Stops before anything is changed where somebody decided otherwise: a waiver or an incident as a tag, or an open incident in the store. A reader of tags
 * goes before it. What cannot be read stops it as well.
 */
export const HOLD_SCRIPT = `
HOLDS = ('zero-trust:waiver', 'zero-trust:incident')

def hold(events, context):
    resource_id, arn = events['ResourceId'], events['Arn']
    held = [tag for tag in tags_of(resource_id, arn) if tag in HOLDS]
    if held:
        raise Exception(f'{resource_id} has the tag {held[0]}: nothing is changed')
    if events['IncidentsTable']:
        table = boto3.client('dynamodb')
        for name in names_of(resource_id, arn):
            for kind in ('OTHER', 'USER'):
                key = {'id': {'S': f'target#{kind}#{name}'}}
                if 'Item' in table.get_item(TableName=events['IncidentsTable'], Key=key, ConsistentRead=True):
                    raise Exception(f'{resource_id} has an open incident: nothing is changed')
    return {'held': False}
`.trimStart();

export const BUCKET_TAGS = `
import boto3
from botocore.exceptions import ClientError

def tags_of(resource_id, arn):
    try:
        return [tag['Key'] for tag in boto3.client('s3').get_bucket_tagging(Bucket=resource_id)['TagSet']]
    except ClientError as error:
        if error.response['Error']['Code'] == 'NoSuchTagSet':
            return []
        raise
${BY_ID}`.trimStart();

export const SECURITY_GROUP_TAGS = `
import boto3

def tags_of(resource_id, arn):
    groups = boto3.client('ec2').describe_security_groups(GroupIds=[resource_id])['SecurityGroups']
    return [tag['Key'] for tag in groups[0].get('Tags', [])]
${BY_ID}`.trimStart();

export const LOG_GROUP_TAGS = `
import boto3

def tags_of(resource_id, arn):
    return list(boto3.client('logs').list_tags_for_resource(resourceArn=arn)['tags'])
${BY_ID}`.trimStart();

export const KEY_TAGS = `
import boto3

def tags_of(resource_id, arn):
    return [tag['TagKey'] for tag in boto3.client('kms').list_resource_tags(KeyId=resource_id)['Tags']]
${BY_ID}`.trimStart();

/** AWS Config calls a user by an id that IAM takes nowhere. */
const USER_NAME = `
import boto3
import datetime

def name_of(resource_id):
    found = boto3.client('config').list_discovered_resources(resourceType='AWS::IAM::User', resourceIds=[resource_id])
    return found['resourceIdentifiers'][0]['resourceName']
`.trimStart();

/** A finding may name the key and not its user. Source: AWS Security Finding Format, AwsIamAccessKey. */
export const USER_TAGS = `${USER_NAME}
def tags_of(resource_id, arn):
    return [tag['Key'] for tag in boto3.client('iam').list_user_tags(UserName=name_of(resource_id))['Tags']]

def names_of(resource_id, arn):
    user = name_of(resource_id)
    keys = [key['AccessKeyId'] for key in boto3.client('iam').list_access_keys(UserName=user)['AccessKeyMetadata']]
    return [user, arn.replace(resource_id, user), *keys, *[f'AWS::IAM::AccessKey:{key}' for key in keys]]
`;

/** Ports 80 and 443 may be open to any address: see ZT-EC2-013. */
export const REVOKE_SCRIPT = `
import boto3

EVERYWHERE = ('0.0.0.0/0', '::/0')

def revoke(events, context):
    ec2 = boto3.client('ec2')
    group_id = events['ResourceId']
    rules = ec2.describe_security_group_rules(Filters=[{'Name': 'group-id', 'Values': [group_id]}])['SecurityGroupRules']
    wide = [rule['SecurityGroupRuleId'] for rule in rules if not rule['IsEgress'] and is_wide(rule)]
    if wide:
        ec2.revoke_security_group_ingress(GroupId=group_id, SecurityGroupRuleIds=wide)
    return {'revoked': wide}

def is_wide(rule):
    web = rule['IpProtocol'] == 'tcp' and rule.get('FromPort') == rule.get('ToPort') and rule.get('FromPort') in (80, 443)
    return not web and (rule.get('CidrIpv4') in EVERYWHERE or rule.get('CidrIpv6') in EVERYWHERE)
`.trimStart();

export const DEACTIVATE_SCRIPT = `${USER_NAME}
def deactivate(events, context):
    iam = boto3.client('iam')
    user = name_of(events['ResourceId'])
    last = datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(days=int(events['MaxAgeDays']))
    keys = iam.list_access_keys(UserName=user)['AccessKeyMetadata']
    old = [key['AccessKeyId'] for key in keys if key['Status'] == 'Active' and key['CreateDate'] < last]
    for key in old:
        iam.update_access_key(UserName=user, AccessKeyId=key, Status='Inactive')
    return {'deactivated': old}
`;
