import { pythonCalls } from '../../../src/graph/needs/python-calls';

function called(code: string): string[] {
  const { calls, hidden } = pythonCalls(code, 'app.py');
  const actions = calls.flatMap(({ actions: all, oneOf, certain }) => [...all.map((action) => (certain ? action : `${action}?`)), ...(oneOf.length > 0 ? [oneOf.join('|')] : [])]);
  return [...new Set([...actions, ...[...hidden].map((prefix) => `${prefix}:…`)])].sort();
}

test.each([
  ['a client', 'import boto3\ns3 = boto3.client("s3")\ndef handler(e, c):\n    s3.put_object(Bucket="b")\n', ['s3:PutObject']],
  ['a client in the call', 'boto3.client("sqs", region_name="x").send_message(QueueUrl=u)', ['sqs:SendMessage']],
  ['a client of a session', 'session = boto3.Session()\nqueue = session.client("stepfunctions")\nqueue.start_execution()', ['states:StartExecution']],
  ['a field', 'class A:\n    def __init__(self):\n        self.kms = boto3.client("kms")\n    def f(self):\n        return self.kms.decrypt()', ['kms:Decrypt']],
  ['client imported alone', 'from boto3 import client\nevents = client("events")\nevents.put_events()', ['events:PutEvents']],
  ['a table of a resource', 'table = boto3.resource("dynamodb").Table("t")\ntable.update_item()', ['dynamodb:UpdateItem']],
  ['a table in two steps', 'db = boto3.resource("dynamodb")\ntable = db.Table(os.environ["T"])\ntable.query()', ['dynamodb:Query']],
  ['a batch of a table', 'table = boto3.resource("dynamodb").Table("t")\nwith table.batch_writer() as batch:\n    batch.put_item(Item=i)\n', ['dynamodb:BatchWriteItem']],
  ['an item of a table, which is no batch', 'table = boto3.resource("dynamodb").Table("t")\ntable.put_item(Item=i)\n', ['dynamodb:PutItem']],
  ['a service by its keyword', 'model = boto3.client(region_name="x", service_name="bedrock-runtime")\nmodel.invoke_model()', ['bedrock:InvokeModel']],
  ['the REST API of API Gateway', 'api = boto3.client("apigatewayv2")\napi.update_stage()\napi.get_api()', ['apigateway:GET', 'apigateway:PATCH']],
  ['transfers', 's3 = boto3.client("s3")\ns3.upload_fileobj(f, "b", "k")\ns3.download_file("b", "k", "f")', ['s3:GetObject', 's3:PutObject']],
  ['an object of a resource', 's3 = boto3.resource("s3")\ns3.Object("b", "k").put(Body=b)', ['s3:PutObject']],
  ['pages and signed URLs', 's3 = boto3.client("s3")\ns3.get_paginator("list_objects_v2")\ns3.generate_presigned_url("get_object")', ['s3:GetObject', 's3:ListBucket']],
  ['an operation that is computed', 's3 = boto3.client("s3")\ns3.get_paginator(name)', ['s3:…']],
  ['a service that is computed', 'boto3.client(name).put_item()', ['*:…']],
  ['a token for a database', 'rds = boto3.client("rds")\nrds.generate_db_auth_token(DBHostname=h)', ['rds-db:connect']],
  ['no boto3', 's3 = {}\ns3.get("x")\nclient = socket.client("s3")\nclient.put_item()', []],
  ['what calls nothing', 's3 = boto3.client("s3")\ntry:\n    f()\nexcept s3.exceptions.NoSuchKey:\n    pass', []],
])('%s', (_name, code, expected) => {
  expect(called(code)).toEqual(expected);
});

test('a call has its line, and the variables that it reads', () => {
  const code = 'import boto3\n\ns3 = boto3.client("s3")\ns3.put_object(Bucket=os.environ["BUCKET"], Key=os.getenv("KEY"))';
  expect(pythonCalls(code, 'app.py').calls).toMatchObject([{ line: 4, variables: ['BUCKET', 'KEY'], file: 'app.py' }]);
});
