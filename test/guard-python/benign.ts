/** A program that a function may well be. */
export interface Benign {
  readonly body: string;
  readonly event?: unknown;
  readonly answer: unknown;
  readonly openings?: object;
  /** A package that has to be there: what a machine does not have is not run. */
  readonly needs?: string;
}

const AWS = 'endpoint_url=f"http://127.0.0.1:{PORT}", region_name="eu-central-1", aws_access_key_id="x", aws_secret_access_key="x"';

/** A call of each service of the examples, and of others that many functions call. */
const CALLS = [
  ['sqs', 'send_message', 'QueueUrl=f"http://127.0.0.1:{PORT}/1/q", MessageBody="{}"'],
  ['sns', 'publish', 'TopicArn="arn:aws:sns:eu-central-1:111111111111:t", Message="x"'],
  ['events', 'put_events', 'Entries=[{"Source": "s", "DetailType": "d", "Detail": "{}"}]'],
  ['stepfunctions', 'start_execution', 'stateMachineArn="arn:aws:states:eu-central-1:111111111111:stateMachine:m", input="{}"'],
  ['secretsmanager', 'get_secret_value', 'SecretId="s"'],
  ['ssm', 'get_parameter', 'Name="/p"'],
  ['kms', 'encrypt', 'KeyId="k", Plaintext=b"x"'],
  ['lambda', 'invoke', 'FunctionName="g", Payload=b"{}"'],
  ['kinesis', 'put_record', 'StreamName="s", Data=b"x", PartitionKey="p"'],
  ['firehose', 'put_record', 'DeliveryStreamName="s", Record={"Data": b"x"}'],
  ['sts', 'get_caller_identity', ''],
  ['rds-data', 'execute_statement', 'resourceArn="arn:aws:rds:eu-central-1:111111111111:cluster:c", secretArn="arn:aws:secretsmanager:eu-central-1:111111111111:secret:s", sql="SELECT * FROM orders WHERE id = :id", parameters=[{"name": "id", "value": {"stringValue": event["id"]}}]'],
  ['cognito-idp', 'admin_get_user', 'UserPoolId="eu-central-1_x", Username="u"'],
  ['sesv2', 'send_email', 'Content={"Simple": {"Subject": {"Data": "s"}, "Body": {"Text": {"Data": "t"}}}}'],
  ['logs', 'describe_log_groups', ''],
] as const;

export const BENIGN: Record<string, Benign> = {
  'urllib to a declared host': { body: 'import urllib.request\nreturn urllib.request.urlopen(f"http://127.0.0.1:{PORT}/").status', answer: 200 },
  'a declared name': { body: 'import urllib.request\nreturn urllib.request.urlopen(f"http://localhost:{PORT}/").status', answer: 200 },
  'data without a card to a host outside, with the token that it asks for': { body: 'import http.client\nc = http.client.HTTPConnection("127.0.0.1", OUTSIDE)\nc.request("POST", "/", "password=hunter22&order=4111111111111112", {"authorization": "Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl"})\nreturn c.getresponse().status', answer: 200 },
  'a card to a host that is granted': { body: 'import http.client\nc = http.client.HTTPConnection("127.0.0.1", PORT)\nc.request("POST", "/", \'{"pan":"4111 1111 1111 1111"}\')\nreturn c.getresponse().status', answer: 200 },
  'a card to a host outside that is opened for data': { openings: { data: ['127.0.0.1', 'localhost'] }, body: 'import http.client\nc = http.client.HTTPConnection("127.0.0.1", OUTSIDE)\nc.request("POST", "/", \'{"pan":"4111 1111 1111 1111"}\')\nreturn c.getresponse().status', answer: 200 },
  'asyncio to a declared name': { body: 'import asyncio\nasync def go():\n  r, w = await asyncio.open_connection("localhost", PORT)\n  w.write(b"GET / HTTP/1.0\\r\\n\\r\\n")\n  return (await r.readline()).decode().split()[1]\nreturn asyncio.run(go())', answer: '200' },
  'logging and print': { body: 'import logging, sys\nlogging.getLogger().warning("order %s", 7)\nprint("a", 1, sep="-")\nsys.stderr.write("x\\n")\nsys.stdout.buffer.write(b"y\\n")\nreturn 1', answer: 1 },
  'temporary files': { body: 'import os, shutil, tempfile\nd = tempfile.mkdtemp()\nopen(d + "/a", "w").write("x")\nos.rename(d + "/a", d + "/b")\nos.symlink("b", d + "/c")\nt = open(d + "/c").read()\nshutil.rmtree(d)\nreturn t + str(os.path.exists(d))', answer: 'xFalse' },
  'threads': { body: 'from concurrent.futures import ThreadPoolExecutor\nwith ThreadPoolExecutor(4) as p: return sum(p.map(lambda n: n * n, range(10)))', answer: 285 },
  'asyncio': { body: 'import asyncio\nasync def go(n):\n  await asyncio.sleep(0.01)\n  return n\nasync def main(): return await asyncio.gather(*map(go, range(3)))\nreturn asyncio.run(main())', answer: [0, 1, 2] },
  'data classes, named tuples and enums': { body: 'import collections, dataclasses, enum\n@dataclasses.dataclass(slots=True)\nclass A:\n  n: int\nreturn A(2).n + collections.namedtuple("P", "x")(3).x + len(enum.Enum("E", "a b"))', event: { n: 'dataclass(1)', x: 'lambda x: 1' }, answer: 7 },
  'a pickle of its own': { body: 'import datetime, decimal, pickle\nreturn str(pickle.loads(pickle.dumps({"a": decimal.Decimal("1.5"), "b": datetime.date(2026, 1, 2)}))["a"])', answer: '1.5' },
  'reading its own files and those of the system': { body: 'import os, zoneinfo\nopen(os.path.dirname(__file__) + "/app.py").read()\nopen("/proc/meminfo").read()\nopen("/proc/self/status").read()\nopen("/dev/null", "w").write("x")\nopen("/dev/urandom", "rb").read(1)\nreturn os.cpu_count() > 0', answer: true },
  'variables': { body: 'import os\nos.environ["_X_AMZN_TRACE_ID"] = "1"\nos.environ["TZ"] = "UTC"\nimport time\ntime.tzset()\nreturn os.environ["TZ"]', answer: 'UTC' },
  'many modules of the standard library': { body: 'import calendar, csv, ctypes, email.message, gzip, hashlib, hmac, html, io, ipaddress, multiprocessing, random, secrets, sqlite3, ssl, statistics, string, uuid, xml.etree.ElementTree, zipfile\nreturn len(uuid.uuid4().hex) + len(gzip.compress(b"x")) * 0 + len(list(csv.reader(["a,b"])))', answer: 33 },
  'parameters of SQL': { body: 'c = sqlite3.connect(":memory:")\nc.execute("CREATE TABLE o (id TEXT)")\nc.execute("INSERT INTO o VALUES (?)", (event["id"],))\nreturn c.execute("SELECT id FROM o WHERE id = ?", (event["id"],)).fetchone()[0]', event: { id: "1' OR '1'='1" }, answer: "1' OR '1'='1" },
  'SQL with an input in a literal, a number and a list of columns': { body: 'import socket\nstatement = f"SELECT {event[\'columns\']} FROM orders WHERE name = \'{event[\'name\']}\' AND n = {event[\'n\']} ORDER BY id"\ndata = statement.encode() + b"\\0"\ns = socket.create_connection(("127.0.0.1", PORT))\ns.sendall(b"Q" + (len(data) + 4).to_bytes(4, "big") + data)\nreturn "sent"', event: { columns: 'id, name', name: 'Smith & Sons (Berlin) or so', n: '12.5', sql: 'SELECT' }, answer: 'sent' },
  'a declared program': { body: 'import subprocess\nreturn subprocess.run(["echo", event["name"]], capture_output=True, text=True).stdout.strip()', event: { name: 'a; b' }, openings: { programs: ['echo'] }, answer: 'a; b' },
  'boto3': { needs: 'boto3', body: `import boto3\nr = boto3.client("dynamodb", ${AWS}).get_item(TableName="t", Key={"pk": {"S": event["id"]}})\nreturn r["ResponseMetadata"]["HTTPStatusCode"]`, event: { id: "o'1" }, answer: 200 },
  'boto3 resource and S3': { needs: 'boto3', body: `import boto3\nfrom botocore.config import Config\nboto3.resource("dynamodb", ${AWS}).Table("t").put_item(Item={"pk": "1"})\ns = boto3.client("s3", config=Config(s3={"addressing_style": "path"}), ${AWS})\nreturn s.put_object(Bucket="b", Key="k", Body=b"x")["ResponseMetadata"]["HTTPStatusCode"]`, answer: 200 },
  ...Object.fromEntries(CALLS.map(([service, call, parameters]) => [`boto3: ${service}`, {
    needs: 'boto3', event: { id: "o'1 OR 2" }, answer: 200, body: `import boto3\nr = boto3.client("${service}", ${AWS}).${call}(${parameters})\nreturn r["ResponseMetadata"]["HTTPStatusCode"]`,
  }])),
  'boto3: S3, up and down by several threads': { needs: 'boto3', body: `import boto3, io\nfrom boto3.s3.transfer import TransferConfig\nfrom botocore.config import Config\ns = boto3.client("s3", config=Config(s3={"addressing_style": "path"}), ${AWS})\ns.upload_fileobj(io.BytesIO(b"x" * 10), "b", "k", Config=TransferConfig(max_concurrency=4))\nopen("/tmp/zt-up", "wb").write(b"y")\ns.upload_file("/tmp/zt-up", "b", "k")\nreturn s.generate_presigned_url("get_object", Params={"Bucket": "b", "Key": "k"})[:7]`, answer: 'http://' },
  'boto3: clients in threads': { needs: 'boto3', body: `import boto3\nfrom concurrent.futures import ThreadPoolExecutor\nc = boto3.client("dynamodb", ${AWS})\nwith ThreadPoolExecutor(4) as p: return [r["ResponseMetadata"]["HTTPStatusCode"] for r in p.map(lambda n: c.query(TableName="t", KeyConditionExpression="pk = :p", ExpressionAttributeValues={":p": {"S": event["id"]}}), range(6))]`, event: { id: 'a = b OR c' }, answer: [200, 200, 200, 200, 200, 200] },
  'urllib3': { needs: 'urllib3', body: 'import urllib3\nh = urllib3.PoolManager(retries=2, timeout=3)\nreturn [h.request(m, f"http://localhost:{PORT}/", body=b"{}").status for m in ("GET", "POST")]', answer: [200, 200] },
  'requests': { needs: 'requests', body: 'import requests\nwith requests.Session() as s: return s.post(f"http://localhost:{PORT}/", json={"a": event["id"]}, timeout=3).status_code', event: { id: "o'1" }, answer: 200 },
  'httpx': { needs: 'httpx', body: 'import asyncio, httpx\nasync def go():\n  async with httpx.AsyncClient() as c: return (await c.get(f"http://127.0.0.1:{PORT}/")).status_code\nreturn asyncio.run(go())', answer: 200 },
  'pydantic': { needs: 'pydantic', body: 'import pydantic\nM = pydantic.create_model("M", id=(str, ...), n=(int, 1))\nreturn M(**event).model_dump()', event: { id: "x' OR 1=1" }, answer: { id: "x' OR 1=1", n: 1 } },
  'Powertools': { needs: 'aws_lambda_powertools', body: 'import os\nos.environ.update(POWERTOOLS_TRACE_DISABLED="1", POWERTOOLS_METRICS_NAMESPACE="n", POWERTOOLS_SERVICE_NAME="s")\nfrom aws_lambda_powertools import Logger, Metrics, Tracer\nfrom aws_lambda_powertools.event_handler import APIGatewayRestResolver\nfrom aws_lambda_powertools.utilities.data_classes import APIGatewayProxyEvent\nlogger, tracer, metrics, app = Logger(), Tracer(), Metrics(), APIGatewayRestResolver()\n@app.get("/orders/<order>")\n@tracer.capture_method\ndef order(order):\n  metrics.add_metric(name="Orders", unit="Count", value=1)\n  logger.info("read", order=order)\n  return {"order": order}\n@metrics.log_metrics\ndef inner(event, context): return app.resolve(event, context)\nreturn inner(event, context)["body"]', event: { httpMethod: 'GET', path: '/orders/7', resource: '/orders/{order}', headers: {}, requestContext: { stage: 'v1', path: '/v1/orders/7' } }, answer: '{"order":"7"}' },
  'psycopg, without a server': { needs: 'psycopg', body: 'import psycopg\nfrom psycopg import sql\nreturn sql.SQL("SELECT * FROM {}").format(sql.Identifier("o")).as_string(None)', answer: 'SELECT * FROM "o"' },
  'psycopg: parameters and an escaped literal': {
    needs: 'psycopg',
    event: { id: "o'1' OR '1'='1" },
    answer: ["o'1' OR '1'='1", "SELECT 'o''1'' OR ''1''=''1'"],
    body: 'import psycopg\nfrom psycopg import sql\nwith psycopg.connect(f"host=127.0.0.1 port={POSTGRES} user=u dbname=d", autocommit=True) as c:\n  return [c.execute("SELECT %s::text", (event["id"],)).fetchone()[0], psycopg.ClientCursor(c).execute("SELECT %s", (event["id"],)).fetchone()[0]]',
  },
  'psycopg: a transaction and several rows': {
    needs: 'psycopg',
    event: { ids: ['1', "2' --"] },
    answer: ["2' --"],
    body: 'import psycopg\nwith psycopg.connect(f"host=127.0.0.1 port={POSTGRES} user=u dbname=d") as c, c.transaction():\n  return [c.execute("SELECT v FROM o WHERE id = %s", (i,)).fetchone()[0] for i in event["ids"]][-1:]',
  },
  'pymongo: a document and a query by a value': {
    needs: 'pymongo',
    event: { id: "$ne: '1'" },
    answer: { id: "$ne: '1'" },
    body: 'import pymongo\nwith pymongo.MongoClient("127.0.0.1", MONGO, directConnection=True, serverSelectionTimeoutMS=5000) as c:\n  c.shop.orders.insert_one({"_id": 1, "id": event["id"]})\n  c.shop.orders.update_one({"id": event["id"]}, {"$set": {"n": 1}})\n  return c.shop.orders.find_one({"id": event["id"]})',
  },
  'pymongo and its encoding': { needs: 'bson', body: 'import bson\nreturn bson.decode(bson.encode({"id": event["id"]}))["id"]', event: { id: '7' }, answer: '7' },
  'a database in /tmp': { body: 'import os\np = f"/tmp/zt-{os.getpid()}.db"\nc = sqlite3.connect(p)\nc.execute("CREATE TABLE IF NOT EXISTS o (id TEXT)")\nwith c: c.executemany("INSERT INTO o VALUES (?)", [(event["id"],)] * 2)\nc.execute("ATTACH DATABASE \'/tmp/zt-other.db\' AS other")\nn = c.execute("SELECT count(*) FROM o WHERE id = ?", (event["id"],)).fetchone()[0]\nc.close()\nos.remove(p)\nreturn n', event: { id: "o'1" }, answer: 2 },
  'JSON and decimals': { body: 'import decimal, json\nreturn json.dumps(json.loads(json.dumps(event), parse_float=decimal.Decimal), default=str)', event: { n: 1.5 }, answer: '{"n": "1.5"}' },
  'errors with their tracebacks in the log': { body: 'import logging, traceback\ntry: 1 / 0\nexcept ZeroDivisionError:\n  logging.exception("failed")\n  return traceback.format_exc().count("ZeroDivisionError")', answer: 1 },
  'asyncio with threads, locks and time limits': { body: 'import asyncio, time\nasync def go():\n  async with asyncio.timeout(5), asyncio.Lock(): return await asyncio.gather(asyncio.to_thread(time.sleep, 0), asyncio.to_thread(abs, -3))\nreturn asyncio.run(go())', answer: [null, 3] },
  'subclasses, caches and weak references': { body: 'import abc, contextlib, functools, typing, weakref\nclass A(abc.ABC, typing.Generic[typing.TypeVar("T")]): pass\nclass B(A): pass\nb = B()\nf = functools.lru_cache(lambda n: n + 1)\nwith contextlib.suppress(KeyError): {}["x"]\nreturn f(1) + f(1) + (weakref.ref(b)() is b)', answer: 5 },
  'a server of its own, for tests': { body: 'import socket\na, b = socket.socketpair()\na.sendall(b"x")\nreturn b.recv(1).decode()', answer: 'x' },
  'shared memory and queues of threads': { body: 'import ctypes, queue, threading\nq = queue.Queue()\nt = threading.Thread(target=q.put, args=(ctypes.sizeof(ctypes.c_int),))\nt.start()\nt.join()\nreturn q.get()', answer: 4 },
  'a template': { needs: 'jinja2', body: 'import jinja2\nreturn jinja2.Environment(autoescape=True).from_string("<b>{{ x }}</b>").render(x=event["x"])', event: { x: '{{ 7 * 7 }}' }, answer: '<b>{{ 7 * 7 }}</b>' },
};
