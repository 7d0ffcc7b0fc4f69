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
};
