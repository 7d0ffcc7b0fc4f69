"""One line of the log in CloudWatch's embedded metric format, equal to that of events.ts. Never a payload or a value."""
import re
from json.encoder import encode_basestring as _quote

NAMESPACE = 'CdkZeroTrust/RuntimeGuard'
_MAX_DETAIL = 160
_CONTROLS = re.compile(r'[\x00-\x1f\x7f]+')


def event_line(kind, done, detail, now, environment):
    # written by hand: json's encoder calls functions that a program may have replaced
    metrics = f'[{{"Namespace":"{NAMESPACE}","Dimensions":[["FunctionName"],["FunctionName","Kind"]],"Metrics":[{{"Name":"Events","Unit":"Count"}}]}}]'
    name = _quote(environment.get('AWS_LAMBDA_FUNCTION_NAME', 'unknown'))
    shown = _quote(_CONTROLS.sub(' ', detail)[:_MAX_DETAIL])  # a control character would forge a second line
    return f'{{"_aws":{{"Timestamp":{now},"CloudWatchMetrics":{metrics}}},"FunctionName":{name},"Kind":"{kind}","Mode":"{done}","Events":1,"Detail":{shown},"RuntimeGuard":1}}'
