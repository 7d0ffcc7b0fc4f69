"""What leaves a function: answers to requests and errors, as answers/*.ts."""
import json
import re
import sys

from .guard import is_blocked
from .texts import clean, has_stack, is_text_type

_UNAUTHORIZED = 'Unauthorized'  # what an authorizer raises to be answered with 401: the text is API Gateway's protocol
_NAME = re.compile(r'[\w.$]{1,64}\Z', re.ASCII)
_MAX_BODY = 6_291_556
_SESSION = frozenset(('jwt', 'token', 'password'))  # a session cookie is a token, and meant to leave


def caller_of(event):
    """Who waits for the answer: a request, an authorizer whose errors are part of its protocol, or a service of AWS."""
    if not isinstance(event, dict):
        return 'service'
    if event.get('type') in ('TOKEN', 'REQUEST') and (isinstance(event.get('methodArn'), str) or isinstance(event.get('routeArn'), str)):
        return 'authorizer'
    context = event.get('requestContext')
    return 'http' if isinstance(event.get('httpMethod'), str) or (isinstance(context, dict) and context.get('http') is not None) else 'service'


def route_of(event):
    key = event.get('routeKey') or (event.get('requestContext') or {}).get('routeKey')
    if key is not None:
        return key
    method = event.get('httpMethod') or event.get('requestContext', {}).get('http', {}).get('method')
    return f'{method} {event.get("resource") or event.get("path") or event.get("rawPath")}'


def plain_answer(status, context):
    """An answer of our own: it tells what happened by its status alone."""
    body = {'message': 'Forbidden' if status == 403 else 'Internal Server Error', 'requestId': getattr(context, 'aws_request_id', None)}
    return {'statusCode': status, 'headers': {'content-type': 'application/json'}, 'body': json.dumps({name: value for name, value in body.items() if value is not None}, separators=(',', ':'))}


def leave_error(error, caller, guard, context):
    """(answer, error) that becomes of what a handler raised. With block, a request gets a plain answer, and a service an error of the same name."""
    if isinstance(error, SystemExit) and (error.code is None or isinstance(error.code, int)):
        return None, error  # it ends the runtime, with a status and no text
    blocked, text = is_blocked(error), _text_of(error)
    if not blocked:
        name = name_of(error)
        guard.report('unhandled-error', name)
        if clean(text, guard.policy)[1]:
            guard.report('data-in-error', name)
    if guard.policy.mode == 'monitor' or (caller == 'authorizer' and text == _UNAUTHORIZED):
        return None, error
    _log(error, guard.policy)
    if isinstance(error, SystemExit):
        return None, SystemExit(1)  # what Python makes of a text
    if caller == 'http':
        return plain_answer(403 if blocked else 500, context), None
    return None, quiet(error)


def _log(error, policy):
    """Lambda logs what is raised: the traceback is logged here, masked, so that it is not lost."""
    import traceback
    text = ''.join(traceback.format_exception(error))
    sys.stderr.write(clean(text, policy)[0])
    sys.stderr.flush()


def _text_of(error):
    try:
        return str(error)
    except BaseException:
        return ''  # what its own method raises would leave in its place


def quiet(error):
    """Step Functions retries by the name of an error, which is that of its class. What Lambda's runtime does not catch ends it still."""
    return type(name_of(error), (Exception if isinstance(error, Exception) else BaseException,), {})('Internal error')


def name_of(error):
    name = type(error).__name__
    return name if _NAME.match(name) else 'Error'


def leave(answer, guard, context):
    """The answer to a request from outside: without tracebacks and data of the masked kinds, which with monitor are only reported."""
    if isinstance(answer, str):
        return _leave_text(answer, guard, context)
    if not isinstance(answer, dict):
        return answer
    body, encoded = answer.get('body'), answer.get('isBase64Encoded') is True
    if 'body' not in answer and 'statusCode' not in answer:  # HTTP APIs infer an answer from any object
        return _leave_object(answer, guard, context)
    changed = _headers_of(answer, guard)
    text = _decoded(answer, body) if encoded else body
    if not isinstance(text, str) or len(text) > _MAX_BODY:
        return {**answer, **changed}
    left = _leave_text(text, guard, context)
    if not isinstance(left, str):
        return left
    if left != text:
        changed['body'] = _encoded(left) if encoded else left
    return {**answer, **changed}


def _leave_text(text, guard, context):
    blocks = guard.policy.mode == 'block'
    if has_stack(text):
        guard.report('stack-trace', 'in the body of an answer')
        if blocks:
            return plain_answer(500, context)
    masked, kinds = clean(text, guard.policy)
    if kinds:
        guard.report('data-in-answer', ', '.join(kinds))
    return masked if blocks else text


def _leave_object(answer, guard, context):
    try:
        text = json.dumps(answer, separators=(',', ':'), ensure_ascii=False)
    except (TypeError, ValueError):
        return answer  # Lambda refuses it as well
    left = _leave_text(text, guard, context)
    if left == text:
        return answer
    return left if not isinstance(left, str) else {'statusCode': 200, 'headers': {'content-type': 'application/json'}, 'body': left}


def _headers_of(answer, guard):
    changed = {}
    for name in ('headers', 'multiValueHeaders', 'cookies'):
        if answer.get(name) is None or not guard.policy.kinds:
            continue
        masked, kinds = clean(json.dumps(answer[name], separators=(',', ':'), ensure_ascii=False), guard.policy, _SESSION)
        if kinds:
            guard.report('data-in-answer', f'{", ".join(kinds)} in {name}')
            if guard.policy.mode == 'block':
                changed[name] = json.loads(masked)
    return changed


def _decoded(answer, body):
    import binascii
    content = next((value for name, value in (answer.get('headers') or {}).items() if name.lower() == 'content-type'), '')
    if not isinstance(body, str) or not is_text_type(str(content)):
        return None
    try:
        return binascii.a2b_base64(body).decode('utf-8', 'replace')
    except ValueError:
        return None


def _encoded(text):
    import binascii
    return binascii.b2a_base64(text.encode('utf-8', 'surrogatepass'), newline=False).decode()
