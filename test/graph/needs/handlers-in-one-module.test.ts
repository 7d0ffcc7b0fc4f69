import { readPython } from '../../../src/graph/needs/python-calls';

/** Actions that a handler needs, `?` behind those that are possible only. */
function calledBy(code: string, name: string, environment?: Record<string, string | undefined>): string[] {
  const { calls, hidden } = readPython(code, 'app.py')({ names: new Set([name]), environment: environment && new Map(Object.entries(environment)) });
  return [...new Set([...calls.flatMap(({ actions, certain }) => actions.map((action) => (certain ? action : `${action}?`))), ...[...hidden].map((prefix) => `${prefix}:…`)])].sort();
}

const BOTO = 'import os\nimport boto3\ntable = boto3.resource("dynamodb").Table("orders")\n';
const PUT = 'table.put_item(Item={})';
const GET = 'table.get_item(Key={})';

describe('each handler calls what it does and nothing of the other:', () => {
  test.each([
    ['functions', `${BOTO}def write():\n    return ${PUT}\ndef place(event, context):\n    return write()\ndef read(event, context):\n    return ${GET}\n`],
    ['functions with decorators of Powertools', `${BOTO}@logger.inject_lambda_context(log_event=True)\n@tracer.capture_lambda_handler\ndef place(event, context):\n    return ${PUT}\n@metrics.log_metrics\ndef read(event, context):\n    return ${GET}\n`],
    ['functions with a decorator of the file', `${BOTO}import functools\ndef logged(fn):\n    @functools.wraps(fn)\n    def inner(*args):\n        return fn(*args)\n    return inner\n@logged\ndef place(event, context):\n    return ${PUT}\n@logged\ndef read(event, context):\n    return ${GET}\n`],
    ['functions in a wrapper of the file', `${BOTO}def logged(fn):\n    def inner(*args):\n        return fn(*args)\n    return inner\ndef write(event, context):\n    return ${PUT}\ndef get(event, context):\n    return ${GET}\nplace = logged(write)\nread = logged(get)\n`],
    ['methods of a class', `${BOTO}class Orders:\n    def __init__(self):\n        self.table = table\n    def put(self):\n        return self.table.put_item(Item={})\n    def get(self):\n        return self.table.get_item(Key={})\norders = Orders()\ndef place(event, context):\n    return orders.put()\ndef read(event, context):\n    return orders.get()\n`],
    ['functions that call others of their own', `${BOTO}def place(event, context):\n    def write():\n        return ${PUT}\n    return write()\nasync def read(event, context):\n    return [one for one in (lambda: ${GET})()]\n`],
  ])('%s', (_name, code) => {
    expect(calledBy(code, 'place')).toEqual(['dynamodb:PutItem']);
    expect(calledBy(code, 'read')).toEqual(['dynamodb:GetItem']);
  });
});

describe('what is not resolved is never left out:', () => {
  test.each<[string, string, string[]]>([
    ['what runs when the module is loaded', `${BOTO}def start():\n    ${PUT}\nstart()\ndef handler(event, context):\n    pass\n`, ['dynamodb:PutItem']],
    ['a route', `${BOTO}@app.get("/orders")\ndef orders():\n    return ${PUT}\ndef handler(event, context):\n    return app.resolve(event, context)\n`, ['dynamodb:PutItem']],
    ['what a decorator of another file is on', `${BOTO}from lib import task\n@task\ndef orders():\n    return ${PUT}\ndef handler(event, context):\n    pass\n`, ['dynamodb:PutItem?']],
    ['what a function of another file is given', `${BOTO}from lib import run\ndef orders():\n    return ${PUT}\nready = run(orders)\ndef handler(event, context):\n    pass\n`, ['dynamodb:PutItem?']],
    ['a name that is computed', `${BOTO}def orders():\n    return ${PUT}\ndef handler(event, context):\n    return globals()[event["name"]]()\n`, ['dynamodb:PutItem?']],
    ['a name in a table', `${BOTO}def orders():\n    return ${PUT}\nROUTES = {"orders": orders}\ndef handler(event, context):\n    return ROUTES[event["name"]]()\n`, ['dynamodb:PutItem']],
    ['a method that a library calls', `${BOTO}class Job(Base):\n    def run(self):\n        return ${PUT}\njob = Job()\ndef handler(event, context):\n    return job.start()\n`, ['dynamodb:PutItem?']],
    ['a method of an instance that is handed on', `${BOTO}class Job:\n    def run(self):\n        return ${PUT}\njob = Job()\ndef handler(event, context):\n    return start(job)\n`, ['dynamodb:PutItem?']],
    ['a handler that is not seen', `${BOTO}def orders():\n    return ${PUT}\nfrom lib import *\n`, ['dynamodb:PutItem?']],
    ['a default', `${BOTO}def handler(event, context, act=lambda: ${PUT}):\n    return act()\n`, ['dynamodb:PutItem']],
    ['a context manager', `${BOTO}class Scope:\n    def __enter__(self):\n        ${PUT}\n    def __exit__(self, *args):\n        pass\ndef handler(event, context):\n    with Scope():\n        pass\n`, ['dynamodb:PutItem']],
  ])('%s', (_name, code, expected) => {
    expect(calledBy(code, 'handler')).toEqual(expected);
  });
});

describe('by the environment of the function,', () => {
  const handler = (test: string, before = '') => `${BOTO}${before}def handler(event, context):\n    ${test}\n        ${PUT}\n`;
  const CALLED = ['dynamodb:PutItem'];

  test.each<[string, string, Record<string, string | undefined> | undefined, string[]]>([
    ['a variable that it has not', handler('if os.environ.get("AUDIT"):'), {}, []],
    ['a variable that it has', handler('if os.environ.get("AUDIT"):'), { AUDIT: 'x' }, CALLED],
    ['a variable that is known at deployment only', handler('if os.getenv("AUDIT"):'), { AUDIT: undefined }, CALLED],
    ['an environment that is not known', handler('if os.getenv("AUDIT"):'), undefined, CALLED],
    ['a text that decides', handler('if os.environ["AUDIT"] == "true":'), { AUDIT: 'false' }, []],
    ['a text in other letters', handler('if os.environ["AUDIT"].lower() == "true":'), { AUDIT: 'TRUE' }, CALLED],
    ['a presence', handler('if "AUDIT" in os.environ:'), {}, []],
    ['a constant', handler('if AUDIT:', 'AUDIT = os.environ.get("AUDIT", "off") == "on"\n'), {}, []],
    ['a constant that is set again', handler('if AUDIT:', 'AUDIT = os.environ.get("AUDIT")\nAUDIT = "on"\n'), {}, CALLED],
    ['a name that is a parameter elsewhere', handler('if AUDIT:', 'AUDIT = os.environ.get("AUDIT")\ndef other(AUDIT):\n    pass\n'), {}, CALLED],
    ['a global that a function sets', handler('if AUDIT:', 'AUDIT = os.environ.get("AUDIT")\ndef start():\n    global AUDIT\n    AUDIT = "on"\n'), {}, CALLED],
    ['a variable that the code sets', handler('if os.environ.get("AUDIT"):', 'os.environ["AUDIT"] = "x"\n'), {}, CALLED],
    ['another branch', handler('if not os.environ.get("AUDIT"):\n        pass\n    else:'), {}, []],
    ['a return before it', `${BOTO}def handler(event, context):\n    if not os.environ.get("AUDIT"):\n        return\n    ${PUT}\n`, {}, []],
    ['a return that is not taken', `${BOTO}def handler(event, context):\n    if not os.environ.get("AUDIT"):\n        return\n    ${PUT}\n`, { AUDIT: 'x' }, CALLED],
    ['a variable of Lambda', handler('if os.environ.get("AWS_REGION"):'), {}, CALLED],
  ])('%s', (_name, code, environment, expected) => {
    expect(calledBy(code, 'handler', environment)).toEqual(expected);
  });
});
